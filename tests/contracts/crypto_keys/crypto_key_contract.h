// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

#include <QObject>

#include <map>
#include <memory>

namespace strongroom::contracts {

/// The size that the kinds "RSA 2048" and "oct 256" name.
inline int bitsOf(const QString& kind) { return QStringView(kind).sliced(4).toInt(); }

/// What a crypto::CryptoKey promises wherever its private part is: every algorithm with every key it goes
/// with, and the same refusals for what is wrong. Invalid cases are made up after those that broke other
/// implementations.
class CryptoKeyContract : public QObject
{
    Q_OBJECT

protected:
    using KeyResult = base::Result<std::unique_ptr<crypto::CryptoKey>>;
    /// A new key of the kind: "RSA 2048", "P-256", "oct 256".
    virtual KeyResult makeKey(const QString& kind) = 0;
    virtual KeyResult importKey(const crypto::SoftwareKey& key) = 0;

    /// At the end, before what the keys live in goes.
    void forgetKeys() { m_keys.clear(); }

private Q_SLOTS:
    void signsAndVerifies_data();
    void signsAndVerifies();
    void refusesOtherDigests_data();
    void refusesOtherDigests();
    void refusesOtherAlgorithms_data();
    void refusesOtherAlgorithms();
    void seesChangedSignatures_data();
    void seesChangedSignatures();
    void readsDigestInfoStrictly_data();
    void readsDigestInfoStrictly();
    void knowsTheEdgesOfEcdsa_data();
    void knowsTheEdgesOfEcdsa();
    void verifiesAPublishedSignature();
    void macsAsOthersDo_data();
    void macsAsOthersDo();
    void encryptsAndDecrypts_data();
    void encryptsAndDecrypts();
    void limitsPlaintextOfRsa_data();
    void limitsPlaintextOfRsa();
    void refusesPkcs1BlocksAlike_data();
    void refusesPkcs1BlocksAlike();
    void refusesOaepBlocksAlike_data();
    void refusesOaepBlocksAlike();
    void refusesRsaCiphertextsAlike_data();
    void refusesRsaCiphertextsAlike();
    void refusesCbcPaddingAlike_data();
    void refusesCbcPaddingAlike();
    void knowsTheRulesOfCbc();
    void opensPublishedGcm();
    void knowsTheRulesOfGcm();
    void wrapsAsPublished_data();
    void wrapsAsPublished();
    void refusesWrappedKeysAlike_data();
    void refusesWrappedKeysAlike();
    void refusesPaddedBlocksAlike_data();
    void refusesPaddedBlocksAlike();
    void limitsWhatIsWrapped();
    void isUsedFromManyThreads();

private:
    /// The one key of its kind of this run.
    const crypto::CryptoKey& keyOf(const QString& kind);
    std::unique_ptr<crypto::CryptoKey> octKey(const QByteArray& bytes);

    std::map<QString, std::unique_ptr<crypto::CryptoKey>> m_keys;
};

} // namespace strongroom::contracts
