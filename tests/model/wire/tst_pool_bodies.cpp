// SPDX-License-Identifier: Apache-2.0
#include "model/wire/pool_bodies.h"

#include "model/base/encodings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace strongroom;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

/// Of a text with single quotes for double ones.
QByteArray json(const char* text) { return QByteArray(text).replace('\'', '"'); }

QJsonObject objectOf(const base::SecureBytes& body)
{
    return QJsonDocument::fromJson(body.view().toByteArray()).object();
}

template <typename Value> ErrorCode codeOf(const base::Result<Value>& result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace

class PoolBodiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settings()
    {
        const auto written
            = objectOf(writeSettings({ { u"Switch"_s, u"true"_s } }))[u"settings"_s][0].toObject();
        QCOMPARE(written,
                 (QJsonObject{
                     { u"name"_s, u"Switch"_s }, { u"value"_s, u"true"_s }, { u"type"_s, u"boolean"_s } }));
        QCOMPARE(*readSettingValue(json("{'value':'false'}")), u"false"_s);
        QCOMPARE(codeOf(readSettingValue(json("{'value':true}"))), ErrorCode::BadParameter);
        QCOMPARE(codeOf(readSettingValue("{}")), ErrorCode::BadParameter);
    }

    void holders()
    {
        const auto key = crypto::SoftwareKey::generateRsa(2048, 65537);
        QVERIFY(key);
        const QByteArray jwk = json("{'kid':'a','kty':'RSA','key_ops':['verify'],'x5c':['AA=='],'n':'")
            + base::toBase64Url(key->publicKey().n) + json("','e':'") + base::toBase64Url(key->publicKey().e)
            + json("'}");
        const auto content = readDomainHolders(
            QByteArray(json("{'certificates':[") + jwk + ',' + jwk + json("],'required':3}")));
        QVERIFY(content);
        QCOMPARE(content->holders.size(), 2u);
        QCOMPARE(content->holders[1], key->publicKey());
        QCOMPARE(content->required, 3);
        QCOMPARE(readDomainHolders(json("{'certificates':[]}"))->required, 2);
        QCOMPARE(codeOf(readDomainHolders(json("{'certificates':[{'n':'AQ','e':'AQAB'}]}"))),
                 ErrorCode::BadParameter);
        QCOMPARE(codeOf(readDomainHolders(json("{'certificates':[{'n':'*','e':'AQAB'}]}"))),
                 ErrorCode::BadParameter);

        const QJsonObject transfer = objectOf(writeTransferKey(key->publicKey()));
        QCOMPARE(transfer[u"key_format"_s].toString(), u"jwk"_s);
        QCOMPARE(transfer[u"transfer_key"_s][u"n"_s].toString(),
                 QString::fromLatin1(base::toBase64Url(key->publicKey().n)));
    }

    void documents()
    {
        const QByteArray document = json("{'a':'\\u00fc\\n'}");
        QCOMPARE(*readSecurityDomain(writeSecurityDomain(document).view()), document);
        QCOMPARE(objectOf(writeDomainStatus({}))[u"status"_s].toString(), u"Success"_s);
        const QJsonObject failed = objectOf(writeDomainStatus(u"none"_s));
        QCOMPARE(failed[u"status"_s].toString(), u"Failed"_s);
        QCOMPARE(failed[u"status_details"_s].toString(), u"none"_s);
    }

    void targets()
    {
        const auto target = readBackupTarget(
            json("{'storageResourceUri':'https://a.example/c','token':'sig=1','useManagedIdentity':false}"));
        QVERIFY(target);
        QCOMPARE(target->kind, vault::BackupTarget::Kind::Container);
        QCOMPARE(target->where, u"https://a.example/c"_s);
        QVERIFY(target->sasToken.view() == QByteArrayView("sig=1"));
        QCOMPARE(codeOf(readBackupTarget(
                     json("{'storageResourceUri':'https://a.example/c','useManagedIdentity':true}"))),
                 ErrorCode::BadParameter);
        // Whatever a program sends is a container, never a folder of this machine.
        QVERIFY(!readBackupTarget(json("{'storageResourceUri':'/tmp','token':'x'}"))->check());

        const auto restore = readRestore(json("{'sasTokenParameters':{'storageResourceUri':'https://"
                                              "a.example/c','token':'t'},'folderToRestore':'f'}"));
        QVERIFY(restore);
        QCOMPARE(restore->folder, u"f"_s);
        QCOMPARE(restore->place.where, u"https://a.example/c"_s);
        QCOMPARE(readRestore(json("{'folder':'g'}"))->folder, u"g"_s);
    }

    void jobs()
    {
        vault::PoolJob job;
        job.id = u"j"_s;
        job.started = 5;
        job.place = u"https://a.example/c/f"_s;
        QJsonObject json = objectOf(writePoolJob(job));
        QCOMPARE(json[u"status"_s].toString(), u"InProgress"_s);
        QCOMPARE(json[u"startTime"_s].toInt(), 5);
        QVERIFY(json[u"endTime"_s].isNull() && json[u"error"_s].isNull());
        QCOMPARE(json[u"jobId"_s].toString(), u"j"_s);
        QCOMPARE(json[u"azureStorageBlobContainerUri"_s].toString(), job.place);

        job.kind = vault::PoolJob::Kind::KeyRestore;
        job.status = vault::PoolJob::Status::Failed;
        job.ended = 6;
        job.error = base::Error{ ErrorCode::Unavailable, u"no answer"_s, {} };
        json = objectOf(writePoolJob(job));
        QCOMPARE(json[u"status"_s].toString(), u"Failed"_s);
        QCOMPARE(json[u"endTime"_s].toInt(), 6);
        QCOMPARE(json[u"error"_s][u"message"_s].toString(), u"no answer"_s);
        QCOMPARE(json[u"statusDetails"_s].toString(), u"no answer"_s);
        QVERIFY(!json.contains(u"azureStorageBlobContainerUri"_s));
    }
};

QTEST_GUILESS_MAIN(PoolBodiesTest)
#include "tst_pool_bodies.moc"
