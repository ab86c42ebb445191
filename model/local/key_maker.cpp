// SPDX-License-Identifier: Apache-2.0
#include "model/local/key_maker.h"

#include "model/base/encodings.h"
#include "model/crypto/software_key.h"
#include "model/vault/key_checks.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using crypto::KeyType;
using crypto::SoftwareKey;
using vault::NewKey;

namespace {

Result<SoftwareKey> softwareKey(const MakeKey& make)
{
    switch (make.type) {
    case KeyType::Rsa:
        return SoftwareKey::generateRsa(make.bits, make.exponent);
    case KeyType::Ec:
        return SoftwareKey::generateEc(make.curve);
    case KeyType::Oct:
        return SoftwareKey::generateOct(make.bits);
    }
    Q_UNREACHABLE();
}

Result<NewKey> newSoftwareKey(const SoftwareKey& key)
{
    auto stored = key.toStored();
    if (!stored)
        return stored.error();
    return NewKey{ key.publicKey(), vault::KeyProtection::Software, std::move(*stored), {} };
}

using TokenPointer = std::shared_ptr<hsm::Token>;
using MadeInToken = Result<std::unique_ptr<crypto::CryptoKey>>;

MadeInToken generateIn(const TokenPointer& token, const MakeKey& make, const QByteArray& id,
                       const QString& label)
{
    switch (make.type) {
    case KeyType::Rsa:
        return token->generateRsa(id, label, make.bits, make.exponent, make.use);
    case KeyType::Ec:
        return token->generateEc(id, label, make.curve, make.use);
    case KeyType::Oct:
        return token->generateOct(id, label, make.bits, make.use);
    }
    Q_UNREACHABLE();
}

/// Opens the token, lets `make` make a key under the identifier, and says how to undo it.
template <typename Make> Result<NewKey> newTokenKey(const TokenPlace& place, Make make)
{
    const auto token = place.door->token();
    if (!token)
        return token.error();
    const auto key = make(*token, *place.id);
    if (!key) {
        // Half of it may be there. What cannot be destroyed now is a leftover.
        static_cast<void>((*token)->destroy(*place.id));
        return key.error();
    }
    return NewKey{ (*key)->publicKey(), vault::KeyProtection::Hsm, base::SecureBytes::copyOf(*place.id),
                   [token = *token, id = place.id] { static_cast<void>(token->destroy(*id)); } };
}

/// Takes the key back from the token when it is not of the curve that the request names.
Result<NewKey> withCurve(const std::optional<crypto::Curve>& wanted, Result<NewKey> made)
{
    if (!made || !wanted || made->publicKey.curve == wanted)
        return made;
    made->discard();
    return Error{ ErrorCode::BadParameter, u"The key in the transfer blob is not of this curve."_s,
                  u"crv"_s };
}

Error badBlob() { return { ErrorCode::BadParameter, u"The transfer blob is not valid."_s, u"key_hsm"_s }; }

QJsonObject transferBlob(QByteArrayView blob) { return QJsonDocument::fromJson(blob.toByteArray()).object(); }

} // namespace

hsm::TokenKeyUse tokenUseOf(const QStringList& operations, bool isExportable)
{
    if (isExportable)
        return hsm::TokenKeyUse::Exportable;
    return operations.contains("import"_L1) ? hsm::TokenKeyUse::KeyExchange : hsm::TokenKeyUse::Ordinary;
}

KeyMaker::KeyMaker(TokenPlace place, QString vaultName)
    : m_place(std::move(place))
    , m_vaultName(std::move(vaultName))
{
}

vault::Work<NewKey> KeyMaker::generate(const MakeKey& make, const QString& keyName) const
{
    if (make.protection == vault::KeyProtection::Software) {
        return [make]() -> Result<NewKey> {
            const auto key = softwareKey(make);
            if (!key)
                return key.error();
            return newSoftwareKey(*key);
        };
    }
    return [place = m_place, make, label = QString(m_vaultName + u'/' + keyName)]() -> Result<NewKey> {
        return newTokenKey(place, [&](const TokenPointer& token, const QByteArray& id) {
            return generateIn(token, make, id, label);
        });
    };
}

vault::Work<NewKey> KeyMaker::import(ImportMaterial material) const
{
    QString label = m_vaultName + u'/' + material.op.keyName.text();
    return [place = m_place, material = std::move(material), label = std::move(label)]() -> Result<NewKey> {
        const vault::ImportKey& op = material.op;
        const auto use = tokenUseOf(op.draft.operations, op.draft.isExportable);
        if (op.key.form == vault::ImportedKey::Form::Transfer) {
            const QByteArray ciphertext = QByteArray::fromBase64(
                transferBlob(op.key.bytes.view())["ciphertext"_L1].toString().toLatin1(),
                QByteArray::Base64UrlEncoding);
            return withCurve(
                op.key.curve, newTokenKey(place, [&](const TokenPointer& token, const QByteArray& id) {
                    return token->importWrapped(id, label, material.exchangeKeyId,
                                                { op.key.type, ciphertext, crypto::OaepHash::Sha1 }, use);
                }));
        }
        const auto key = vault::clearKeyOf(op.key);
        if (!key)
            return key.error();
        if (auto kind = vault::checkKeyKind(key->publicKey(), op.protection, material.sku); !kind)
            return kind.error();
        if (op.protection == vault::KeyProtection::Software)
            return newSoftwareKey(*key);
        return newTokenKey(place, [&](const TokenPointer& token, const QByteArray& id) {
            return token->importKey(id, label, *key, use);
        });
    };
}

Result<TransferKey> transferKeyName(QByteArrayView blob)
{
    const QJsonObject object = transferBlob(blob);
    const QJsonObject header = object["header"_L1].toObject();
    if (object["schema_version"_L1].toString() != "1.0.0"_L1 || header["alg"_L1].toString() != "dir"_L1
        || header["enc"_L1].toString() != "CKM_RSA_AES_KEY_WRAP"_L1)
        return badBlob();
    const QStringList path = QUrl(header["kid"_L1].toString()).path().split(u'/', Qt::SkipEmptyParts);
    if (path.size() < 2 || path.size() > 3 || path[0].compare("keys"_L1, Qt::CaseInsensitive) != 0)
        return badBlob();
    auto name = vault::ObjectName::create(path[1]);
    if (!name)
        return badBlob();
    if (path.size() == 2)
        return TransferKey{ std::move(*name), std::nullopt };
    auto version = vault::VersionId::create(path[2]);
    if (!version)
        return badBlob();
    return TransferKey{ std::move(*name), std::move(*version) };
}

} // namespace strongroom::local
