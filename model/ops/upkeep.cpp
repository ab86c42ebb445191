// SPDX-License-Identifier: Apache-2.0
#include "model/ops/upkeep.h"

#include "model/base/promise.h"

using namespace Qt::StringLiterals;

namespace strongroom::ops {

using base::ErrorCode;
using base::UnixSeconds;
using vault::ChangeKind;

namespace {

constexpr UnixSeconds horizon = 3600;

vault::Caller purger() { return vault::Caller::system(u"scheduled purge"_s); }
vault::Caller rotator() { return vault::Caller::system(u"key rotation"_s); }

} // namespace

Upkeep::Upkeep(Operations& operations, const base::Clock& clock, Pace pace, QObject* parent)
    : QObject(parent)
    , m_operations(operations)
    , m_clock(clock)
{
    m_look.setInterval(pace.look);
    m_settle.setInterval(pace.settle);
    m_settle.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &Upkeep::look);
    connect(&m_settle, &QTimer::timeout, this, &Upkeep::settle);
    connect(&m_operations, &Operations::changed, this, &Upkeep::heed);
}

void Upkeep::start()
{
    sweep();
    m_look.start();
}

QFuture<void> Upkeep::purgeOnce(Operations& operations)
{
    base::Promise<void> done;
    auto future = done.future();
    operations.run(purger(), vault::PurgeExpired{})
        .then(&operations,
              [&operations, done = std::move(done)](const ops::ResultOf<vault::PurgeExpired>&) mutable {
                  operations.run(purger(), vault::CollectTokenLeftovers{})
                      .then(&operations,
                            [done = std::move(done)](const base::Result<int>&) mutable { done.fulfil(); });
              });
    return future;
}

void Upkeep::look()
{
    const UnixSeconds now = m_clock.now();
    if (now < m_swept || now - m_swept >= horizon)
        sweep();
    else if (!m_isBusy)
        turnToNext();
}

void Upkeep::sweep()
{
    m_swept = m_clock.now();
    m_operations.run(purger(), vault::PurgeExpired{})
        .then(this, [this](const ops::ResultOf<vault::PurgeExpired>&) {
            collect();
            plan();
        });
}

void Upkeep::collect()
{
    m_hasLeftovers = false;
    // Some at a time, until the tokens that are there have no more.
    m_operations.run(purger(), vault::CollectTokenLeftovers{})
        .then(this, [this](const base::Result<int>& collected) {
            if (collected && *collected > 0)
                collect();
        });
}

void Upkeep::plan()
{
    m_isStale = m_isBusy;
    if (m_isBusy)
        return;
    m_isBusy = true;
    m_operations.run(rotator(), vault::ListDueKeys{ m_plan.limit(), horizon })
        .then(this, [this](base::Result<std::vector<vault::DueKey>> keys) {
            m_hasTurned = false;
            if (keys)
                m_plan.take(std::move(*keys), m_clock.now());
            else
                m_swept = 0; // asked again at the next look
            turnToNext();
        });
}

/// One key after the other: nobody waits for them, and others need the processors too.
void Upkeep::turnToNext()
{
    if (const auto key = m_plan.next(m_clock.now())) {
        m_isBusy = true;
        m_hasTurned = true;
        turnTo(*key);
        return;
    }
    m_isBusy = false;
    const bool mayBeMore = m_plan.isCut() && m_hasTurned;
    if (m_isStale || mayBeMore)
        plan();
}

void Upkeep::turnTo(const vault::DueKey& key)
{
    switch (key.action) {
    case vault::LifetimeAction::Kind::Rotate:
        return perform<vault::RotateKeyIfDue>(key);
    case vault::LifetimeAction::Kind::Notify:
        return perform<vault::NotifyKeyNearExpiry>(key);
    }
}

template <typename Op> void Upkeep::perform(const vault::DueKey& key)
{
    m_operations.run(rotator(), key.vault, Op{ key.keyName, key.version })
        .then(this, [this, key](const ResultOf<Op>& done) {
            // Conflict: a person or another turn was first, or the store's clock is not there yet.
            if (done || done.error().code == ErrorCode::Conflict)
                m_plan.succeeded(key);
            else
                m_plan.failed(key, m_clock.now());
            turnToNext();
        });
}

void Upkeep::heed(const vault::VaultChange& change)
{
    const bool isOfKey = change.kind == vault::ObjectKind::Key;
    switch (change.what) {
    case ChangeKind::ObjectSet:
    case ChangeKind::ObjectUpdated:
    case ChangeKind::ObjectRecovered:
        if (!isOfKey)
            return;
        break;
    case ChangeKind::ObjectPurged:
        if (!isOfKey)
            return;
        m_hasLeftovers = true;
        break;
    case ChangeKind::VaultPurged:
        m_hasLeftovers = true;
        break;
    case ChangeKind::VaultUpdated: // perhaps it was given its token or its PIN
        m_plan.forgive(change.vault);
        m_hasLeftovers = true;
        break;
    case ChangeKind::VaultRecovered:
        break;
    case ChangeKind::ObjectDeleted:
        if (isOfKey)
            m_plan.forget(change.vault, change.name);
        return;
    case ChangeKind::VaultDeleted:
        m_plan.forget(change.vault);
        return;
    case ChangeKind::None:
    case ChangeKind::VaultCreated:
    case ChangeKind::AccessChanged:
    case ChangeKind::DirectoryChanged:
        return;
    }
    if (!m_settle.isActive())
        m_settle.start();
}

void Upkeep::settle()
{
    if (m_hasLeftovers)
        collect();
    plan();
}

} // namespace strongroom::ops
