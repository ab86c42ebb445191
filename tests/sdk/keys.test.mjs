// SPDX-License-Identifier: Apache-2.0
// The whole keys API of @azure/keyvault-keys against strongroom serve, but what keys are used for.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { askerOf, collect, credentialOf, errorOf, facts, innerCodeOf, keysOf, poll } from './clients.mjs';
import { importable, publicKeyOf } from './outside_keys.mjs';

const officer = keysOf('sdk-keys', credentialOf('officer'));
const url = facts.vaults['sdk-keys'];
const ask = askerOf(url, credentialOf('officer'));

test('RSA keys of every size', async () => {
    for (const keySize of [2048, 3072, 4096]) {
        const key = await officer.createRsaKey(`rsa-${keySize}`, { keySize });
        assert.equal(key.keyType, 'RSA');
        assert.equal(key.key.n.length, keySize / 8);
        assert.deepEqual([...key.key.e], [1, 0, 1]);
        assert.deepEqual(key.keyOperations, ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey']);
        assert.equal(publicKeyOf(key).asymmetricKeyDetails.modulusLength, keySize);
    }
    const plain = await officer.createKey('rsa-default', 'RSA');
    assert.equal(plain.key.n.length, 256);
    // The SDK forgets the exponent that it is given.
    const three = await ask('POST', '/keys/rsa-three/create', { kty: 'RSA', public_exponent: 3 });
    assert.equal(three.body.key.e, 'Aw');
    assert.equal((await ask('POST', '/keys/rsa-three/create', { kty: 'RSA', public_exponent: 4 })).status, 400);
});

test('elliptic curves', async () => {
    for (const [curve, bytes] of [['P-256', 32], ['P-384', 48], ['P-521', 66], ['P-256K', 32]]) {
        const key = await officer.createEcKey(`ec-${curve}`, { curve });
        assert.equal(key.keyType, 'EC');
        assert.equal(key.key.crv, curve);
        assert.equal(key.key.x.length, bytes);
        assert.equal(key.key.y.length, bytes);
        assert.deepEqual(key.keyOperations, ['sign', 'verify']);
        assert.equal(publicKeyOf(key).asymmetricKeyType, 'ec'); // the point is on its curve
    }
    assert.equal((await officer.createEcKey('ec-default')).key.crv, 'P-256');
});

test('a key comes back as it was made', async () => {
    const expiresOn = new Date('2030-01-02T03:04:05Z');
    const notBefore = new Date('2020-01-02T03:04:05Z');
    const made = await officer.createEcKey('Round-Trip', {
        expiresOn, notBefore, enabled: true, keyOps: ['sign'], tags: { env: 'prod', 'a b': '' },
    });
    const { properties } = made;
    assert.equal(made.name, 'Round-Trip');
    assert.match(properties.version, /^[0-9a-f]{32}$/);
    assert.equal(made.id, `${url}/keys/Round-Trip/${properties.version}`);
    assert.deepEqual(properties.tags, { env: 'prod', 'a b': '' });
    assert.equal(properties.expiresOn.getTime(), expiresOn.getTime());
    assert.equal(properties.notBefore.getTime(), notBefore.getTime());
    assert.equal(properties.recoveryLevel, 'CustomizedRecoverable+Purgeable');
    assert.equal(properties.recoverableDays, 7);
    assert.equal(properties.createdOn.getTime(), properties.updatedOn.getTime());
    assert.equal(properties.exportable, false);
    assert.deepEqual(made.keyOperations, ['sign']);
    const got = await officer.getKey('round-trip');
    assert.deepEqual(got.key.x, made.key.x);
    assert.deepEqual(got.properties.tags, properties.tags);
    assert.equal((await officer.getKey('Round-Trip', { version: properties.version })).id, made.id);
});

test('versions: newest is current, lists carry ids', async () => {
    const versions = [];
    for (let i = 0; i < 4; ++i)
        versions.push((await officer.createEcKey('versions')).properties.version);
    assert.equal((await officer.getKey('versions')).properties.version, versions[3]);
    const listed = await collect(officer.listPropertiesOfKeyVersions('versions'));
    assert.deepEqual(listed.map(item => item.version), [...versions].sort());
    const error = await errorOf(officer.getKey('versions', { version: 'f'.repeat(32) }));
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, 'KeyNotFound');
});

test('properties change, and only those that are named', async () => {
    const { properties } = await officer.createEcKey('update', { tags: { one: '1' } });
    await officer.updateKeyProperties('update', properties.version, { keyOps: ['verify'] });
    let now = await officer.getKey('update');
    assert.deepEqual(now.keyOperations, ['verify']);
    assert.deepEqual(now.properties.tags, { one: '1' });
    await officer.updateKeyProperties('update', { tags: {}, expiresOn: new Date('2031-01-01') });
    now = await officer.getKey('update');
    assert.deepEqual(now.properties.tags ?? {}, {});
    assert.equal(now.properties.expiresOn.getUTCFullYear(), 2031);
    assert.deepEqual(now.keyOperations, ['verify']);
});

test('lists are paged and ordered by name', async () => {
    const names = [];
    for (let i = 0; i < 27; ++i)
        names.push(`Page-${String(i).padStart(2, '0')}`);
    for (const name of names)
        await officer.createEcKey(name);
    const all = await collect(officer.listPropertiesOfKeys());
    const folded = all.map(item => item.name.toUpperCase());
    assert.deepEqual(folded, [...folded].sort());
    assert.deepEqual(all.filter(item => item.name.startsWith('Page-')).map(item => item.name), names);
    assert.ok(all.every(item => item.version === undefined));
    let counted = 0;
    for await (const page of officer.listPropertiesOfKeys().byPage({ maxPageSize: 7 })) {
        assert.ok(page.length <= 7);
        counted += page.length;
    }
    assert.ok(counted >= names.length);
});

test('delete, look at, recover, delete, purge', async () => {
    await officer.createEcKey('life');
    const { properties } = await officer.createEcKey('life', { tags: { kept: 'yes' } });
    const deleted = await (await officer.beginDeleteKey('life', poll)).pollUntilDone();
    assert.equal(deleted.properties.recoveryId, `${url}/deletedkeys/life`);
    assert.equal((deleted.properties.scheduledPurgeDate - deleted.properties.deletedOn) / 86400000, 7);
    assert.equal((await errorOf(officer.getKey('life'))).statusCode, 404);
    const taken = await errorOf(officer.createEcKey('LIFE'));
    assert.equal(taken.statusCode, 409);
    assert.equal(taken.code, 'Conflict');
    assert.equal(innerCodeOf(taken), 'ObjectIsDeletedButRecoverable');
    assert.ok((await collect(officer.listDeletedKeys())).some(item => item.name === 'life'));
    assert.ok(!(await collect(officer.listPropertiesOfKeys())).some(item => item.name === 'life'));
    assert.deepEqual((await officer.getDeletedKey('life')).properties.tags, { kept: 'yes' });

    await (await officer.beginRecoverDeletedKey('life', poll)).pollUntilDone();
    assert.equal((await officer.getKey('life')).properties.version, properties.version);
    assert.equal((await collect(officer.listPropertiesOfKeyVersions('life'))).length, 2);

    await (await officer.beginDeleteKey('life', poll)).pollUntilDone();
    await officer.purgeDeletedKey('life');
    const gone = await errorOf(officer.getDeletedKey('life'));
    assert.equal(gone.statusCode, 404);
    assert.equal(gone.code, 'KeyNotFound');
    await officer.createEcKey('life');
    assert.equal((await collect(officer.listPropertiesOfKeyVersions('life'))).length, 1);
});

test('a poller that was saved goes on where it was', async () => {
    await officer.createEcKey('resumed');
    const deleting = (await officer.beginDeleteKey('resumed', poll)).toString();
    const deleted = await (await officer.beginDeleteKey('resumed', { ...poll, resumeFrom: deleting })).pollUntilDone();
    assert.equal(deleted.properties.recoveryId, `${url}/deletedkeys/resumed`);
    const recovering = (await officer.beginRecoverDeletedKey('resumed', poll)).toString();
    const recovered = await (await officer.beginRecoverDeletedKey('resumed',
        { ...poll, resumeFrom: recovering })).pollUntilDone();
    assert.equal(recovered.id, (await officer.getKey('resumed')).id);
    // What is there already is recovered; what never was is neither deleted nor recovered.
    assert.equal((await (await officer.beginRecoverDeletedKey('resumed', poll)).pollUntilDone()).id, recovered.id);
    for (const work of [officer.beginDeleteKey('never-was', poll), officer.beginRecoverDeletedKey('never-was', poll)])
        assert.equal((await errorOf(work)).statusCode, 404);
});

test('hundreds of keys are listed, and all of them while they go', async () => {
    const names = [...Array(200).keys()].map(i => `Many-${i}`);
    for (let at = 0; at < names.length; at += 20)
        await Promise.all(names.slice(at, at + 20).map(name => officer.createEcKey(name)));
    const manyOf = keys => keys.map(key => key.name).filter(name => name.startsWith('Many-'));
    assert.deepEqual(manyOf(await collect(officer.listPropertiesOfKeys())).sort(), [...names].sort());
    const met = [];
    for await (const page of officer.listPropertiesOfKeys().byPage({ maxPageSize: 25 })) {
        const here = manyOf(page);
        met.push(...here);
        await Promise.all(here.map(name => officer.beginDeleteKey(name, poll)));
    }
    assert.deepEqual(met.sort(), [...names].sort());
    assert.deepEqual(manyOf(await collect(officer.listDeletedKeys())).sort(), [...names].sort());
});

test('backup and restore bring all versions back', async () => {
    await officer.createEcKey('backed-up');
    const last = await officer.createRsaKey('backed-up', { tags: { t: 'v' } });
    const signature = await officer.getCryptographyClient('backed-up').signData('RS256', Buffer.from('text'));
    const blob = await officer.backupKey('backed-up');
    assert.equal((await errorOf(officer.restoreKeyBackup(blob))).statusCode, 409);
    await (await officer.beginDeleteKey('backed-up', poll)).pollUntilDone();
    await officer.purgeDeletedKey('backed-up');
    const restored = await officer.restoreKeyBackup(blob);
    assert.equal(restored.properties.version, last.properties.version);
    assert.deepEqual(restored.properties.tags, { t: 'v' });
    assert.equal((await collect(officer.listPropertiesOfKeyVersions('backed-up'))).length, 2);
    // The same private key: PKCS#1 v1.5 signs the same text the same way.
    const again = await officer.getCryptographyClient('backed-up').signData('RS256', Buffer.from('text'));
    assert.deepEqual(again.result, signature.result);
    blob[blob.length - 1] ^= 1;
    assert.equal((await errorOf(officer.restoreKeyBackup(blob))).statusCode, 400);
});

test('keys from outside are imported and keep their public part', async () => {
    for (const modulusLength of [2048, 3072, 4096]) {
        const outside = generateKeyPairSync('rsa', { modulusLength });
        const key = await officer.importKey(`imported-rsa-${modulusLength}`, importable(outside.privateKey));
        assert.equal(key.keyType, 'RSA');
        assert.ok(publicKeyOf(key).equals(outside.publicKey));
        assert.equal(key.key.d, undefined);
    }
    for (const namedCurve of ['P-256', 'P-384', 'P-521', 'secp256k1']) {
        const outside = generateKeyPairSync('ec', { namedCurve });
        const key = await officer.importKey(`imported-ec-${namedCurve}`, importable(outside.privateKey),
            { tags: { from: 'outside' } });
        assert.ok(publicKeyOf(key).equals(outside.publicKey));
        assert.deepEqual(key.properties.tags, { from: 'outside' });
    }
});

test('an import whose parts do not belong together is refused', async () => {
    const one = importable(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const other = importable(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const first = importable(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    const second = importable(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    const refused = {
        'other primes': { ...one, p: other.p, q: other.q },
        'no private part': { kty: 'RSA', n: one.n, e: one.e },
        'another point': { ...first, x: second.x, y: second.y },
        'a point off the curve': { ...first, y: first.x },
        'a small modulus': importable(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
        'a symmetric key in software': { kty: 'oct', k: Buffer.alloc(32) },
    };
    for (const [what, key] of Object.entries(refused)) {
        const error = await errorOf(officer.importKey('import-refused', key));
        assert.equal(error.statusCode, 400, what);
        assert.equal(error.code, 'BadParameter', what);
    }
    assert.equal((await errorOf(officer.getKey('import-refused'))).statusCode, 404);
});

test('a key rotates by hand and by policy', async () => {
    const first = await officer.createEcKey('rotated', { curve: 'P-384', tags: { t: 'v' } });
    const unset = await officer.getKeyRotationPolicy('rotated');
    assert.deepEqual(unset.lifetimeActions.map(({ action, timeBeforeExpiry }) => [action, timeBeforeExpiry]),
        [['Notify', 'P30D']]);
    const second = await officer.rotateKey('rotated');
    assert.notEqual(second.properties.version, first.properties.version);
    assert.equal(second.key.crv, 'P-384');
    assert.notDeepEqual(second.key.x, first.key.x);
    assert.deepEqual(second.properties.tags, { t: 'v' });

    const set = await officer.updateKeyRotationPolicy('rotated', {
        lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P60D' }], expiresIn: 'P90D',
    });
    assert.equal(set.id, `${url}/keys/rotated/rotationpolicy`);
    assert.equal(set.expiresIn, 'P90D');
    const actions = set.lifetimeActions.map(({ action, timeAfterCreate, timeBeforeExpiry }) =>
        [action, timeAfterCreate ?? timeBeforeExpiry]);
    assert.deepEqual(actions.sort(), [['Notify', 'P30D'], ['Rotate', 'P60D']]);
    const third = await officer.rotateKey('rotated');
    const days = (third.properties.expiresOn - third.properties.createdOn) / 86400000;
    assert.equal(days, 90);
    assert.equal((await officer.getKeyRotationPolicy('rotated')).expiresIn, 'P90D');
    assert.equal((await collect(officer.listPropertiesOfKeyVersions('rotated'))).length, 3);
    // What was read can be put back as it is.
    const read = await officer.getKeyRotationPolicy('rotated');
    const back = await officer.updateKeyRotationPolicy('rotated', read);
    assert.deepEqual(back.lifetimeActions, read.lifetimeActions);
    assert.equal(back.expiresIn, read.expiresIn);
});

test('rotation policies that break the rules are refused', async () => {
    await officer.createEcKey('policy-rules');
    const refused = [
        { lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P6D' }] },
        { lifetimeActions: [{ action: 'Rotate', timeBeforeExpiry: 'P10D' }] },
        { lifetimeActions: [{ action: 'Notify', timeAfterCreate: 'P10D' }] },
        { lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'soon' }] },
        { expiresIn: 'P27D' },
    ];
    for (const policy of refused) {
        const error = await errorOf(officer.updateKeyRotationPolicy('policy-rules', policy));
        assert.equal(error.statusCode, 400, JSON.stringify(policy));
        assert.equal(error.code, 'BadParameter');
    }
});

test('bad names, types, sizes, operations and dates are refused in the service\'s form', async () => {
    const refused = [
        () => officer.createEcKey('under_score'),
        () => officer.createEcKey('x'.repeat(128)),
        () => officer.createKey('bad', 'DSA'),
        () => officer.createEcKey('bad', { curve: 'P-192' }),
        () => officer.createRsaKey('bad', { keySize: 1024 }),
        () => officer.createKey('bad', 'oct', { keySize: 256 }),
        () => officer.createEcKey('bad', { keyOps: ['encrypt'] }),
        () => officer.createEcKey('bad', { keyOps: ['dance'] }),
        () => officer.createEcKey('bad', { notBefore: new Date('2030-01-01'), expiresOn: new Date('2029-01-01') }),
        () => officer.createEcKey('bad', { tags: Object.fromEntries([...Array(16).keys()].map(i => [`t${i}`, 'v'])) }),
        () => officer.createRsaKey('bad', { hsm: true }), // a Standard vault
        () => officer.createEcKey('bad', { hsm: true }),
        () => officer.createOctKey('bad', { hsm: true, keySize: 256 }),
        () => officer.createRsaKey('bad', { exportable: true }),
    ];
    for (const [index, work] of refused.entries()) {
        const error = await errorOf(work());
        assert.equal(error.statusCode, 400, `case ${index}`);
        assert.equal(error.code, 'BadParameter', `case ${index}`);
    }
    assert.equal((await errorOf(officer.getKey('bad'))).statusCode, 404);
});

test('a disabled key is refused, listed and enabled again', async () => {
    const { properties } = await officer.createEcKey('disabled', { enabled: false });
    const error = await errorOf(officer.getKey('disabled'));
    assert.equal(error.statusCode, 403);
    assert.equal(innerCodeOf(error), 'KeyDisabled');
    const listed = await collect(officer.listPropertiesOfKeys());
    assert.equal(listed.find(item => item.name === 'disabled').enabled, false);
    await officer.updateKeyProperties('disabled', properties.version, { enabled: true });
    assert.equal((await officer.getKey('disabled')).properties.enabled, true);
});

test('purge protection refuses to purge', async () => {
    const guarded = keysOf('sdk-protected', credentialOf('officer'));
    await guarded.createEcKey('kept');
    await (await guarded.beginDeleteKey('kept', poll)).pollUntilDone();
    const error = await errorOf(guarded.purgeDeletedKey('kept'));
    assert.equal(error.statusCode, 403);
    assert.match(error.message, /purge protection is enabled for this vault/);
    await (await guarded.beginRecoverDeletedKey('kept', poll)).pollUntilDone();
});

test('what only tokens can do is refused', async () => {
    await officer.createEcKey('plain');
    assert.equal((await errorOf(officer.getKeyAttestation('plain'))).statusCode, 400);
    assert.equal((await errorOf(officer.releaseKey('plain', 'a.b.c'))).statusCode, 403);
    assert.ok([400, 403].includes((await errorOf(officer.getRandomBytes(16))).statusCode));
});

test('roles: a crypto user uses keys and makes none; a stranger learns nothing', async () => {
    await officer.createEcKey('for-user');
    const user = keysOf('sdk-keys', credentialOf('reader'));
    assert.equal((await user.getKey('for-user')).name, 'for-user');
    await user.getCryptographyClient('for-user').signData('ES256', Buffer.from('text'));
    for (const refused of [() => user.createEcKey('for-user'), () => user.beginDeleteKey('for-user'),
        () => user.rotateKey('for-user')]) {
        const error = await errorOf(refused());
        assert.equal(error.statusCode, 403);
        assert.equal(innerCodeOf(error), 'ForbiddenByRbac');
    }
    const stranger = keysOf('sdk-keys', credentialOf('stranger'));
    assert.equal(innerCodeOf(await errorOf(stranger.getKey('for-user'))), 'ForbiddenByRbac');
    assert.equal((await errorOf(stranger.getKey('not-there'))).statusCode, 403);
});
