// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/keep/guarded_file.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace strongroom::keep {

/// How far a store had come when it was last seen: the newest row of its audit chain. Kept outside the
/// store's file, so that an older copy put in its place is noticed.
struct Anchor final
{
    qint64 sequence = 0;
    QByteArray hash;
    qint64 timeMilliseconds = 0;
    qint64 storeBytes = 0; ///< size of the store's file at that time

    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Seals anchors under a key of the root: nobody else can make one. Copyable form for a keychain.
class AnchorSeal final
{
public:
    AnchorSeal(const base::SecureBytes& root, const QString& storeId);

    QByteArray seal(const Anchor& anchor) const;
    /// Nothing when it is not one of this store, or was changed.
    std::optional<Anchor> open(QByteArrayView sealed) const;

private:
    base::SecureBytes m_key;
};

/// The anchor in the store's own folder, brought up to date after each commit. Even and odd sequences
/// have a place each, so that a torn write leaves the one before. Not synced: an anchor that is a little
/// old is still true.
class AnchorFile final
{
public:
    /// The newest anchor of this store in `folder`; nothing when there is none that is sound.
    static std::optional<Anchor> newestIn(const QString& folder, const AnchorSeal& seal);
    /// An older copy was accepted: what was seen of the newer one counts no more.
    static void forget(const QString& folder);
    /// For writing; made when it is not there.
    static base::Result<AnchorFile> open(const QString& folder);

    void write(const AnchorSeal& seal, const Anchor& anchor);

private:
    explicit AnchorFile(base::FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    base::FileDescriptor m_file;
};

} // namespace strongroom::keep
