// SPDX-License-Identifier: Apache-2.0
// The whole secrets API of @azure/keyvault-secrets against strongroom serve.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';

import {
    certificateCredentialOf, collect, credentialOf, errorOf, facts, innerCodeOf, poll, secretsOf,
} from './clients.mjs';

const officer = secretsOf('sdk-rbac', credentialOf('officer'));
const reader = secretsOf('sdk-rbac', credentialOf('reader'));

test('a secret comes back as it was set', async () => {
    const expiresOn = new Date('2030-01-02T03:04:05Z');
    const notBefore = new Date('2020-01-02T03:04:05Z');
    const set = await officer.setSecret('Round-Trip', 'välue ✓ "\\\n\t', {
        contentType: 'text/plain', enabled: true, expiresOn, notBefore, tags: { env: 'prod', 'a b': '' },
    });
    assert.equal(set.name, 'Round-Trip');
    assert.equal(set.value, 'välue ✓ "\\\n\t');
    const { properties } = set;
    assert.match(properties.version, /^[0-9a-f]{32}$/);
    assert.equal(properties.id, `${facts.vaults['sdk-rbac']}/secrets/Round-Trip/${properties.version}`);
    assert.equal(properties.contentType, 'text/plain');
    assert.deepEqual(properties.tags, { env: 'prod', 'a b': '' });
    assert.equal(properties.expiresOn.getTime(), expiresOn.getTime());
    assert.equal(properties.notBefore.getTime(), notBefore.getTime());
    assert.equal(properties.recoveryLevel, 'CustomizedRecoverable+Purgeable');
    assert.equal(properties.recoverableDays, 7);
    assert.equal(properties.createdOn.getTime(), properties.updatedOn.getTime());
    const got = await officer.getSecret('round-trip');
    assert.equal(got.value, set.value);
    assert.equal(got.name, 'Round-Trip');
    assert.equal((await officer.getSecret('Round-Trip', { version: properties.version })).value, set.value);
});

test('empty and 25,600-byte values are kept, longer ones refused', async () => {
    assert.equal((await officer.setSecret('empty', '')).value, '');
    assert.equal((await officer.getSecret('empty')).value, '');
    await officer.setSecret('longest', 'x'.repeat(25600));
    assert.equal((await officer.getSecret('longest')).value.length, 25600);
    const error = await errorOf(officer.setSecret('longest', 'x'.repeat(25601)));
    assert.equal(error.statusCode, 400);
    assert.equal(error.code, 'BadParameter');
    assert.equal((await officer.getSecret('longest')).value.length, 25600);
});

test('versions: newest is current, lists carry ids, previousVersion links', async () => {
    const versions = [];
    for (let i = 0; i < 5; ++i)
        versions.push((await officer.setSecret('versions', `value ${i}`)).properties.version);
    assert.equal((await officer.getSecret('versions')).value, 'value 4');
    assert.equal((await officer.getSecret('versions', { version: versions[2] })).value, 'value 2');
    const listed = await collect(officer.listPropertiesOfSecretVersions('versions'));
    assert.deepEqual(listed.map(item => item.version), [...versions].sort());
    assert.ok(listed.every(item => item.value === undefined));
    const error = await errorOf(officer.getSecret('versions', { version: 'f'.repeat(32) }));
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, 'SecretNotFound');
});

test('properties change, and only those that are named', async () => {
    const { properties } = await officer.setSecret('update', 'stays', { contentType: 'a', tags: { one: '1' } });
    await officer.updateSecretProperties('update', properties.version, { contentType: 'b' });
    let now = await officer.getSecret('update');
    assert.equal(now.value, 'stays');
    assert.equal(now.properties.contentType, 'b');
    assert.deepEqual(now.properties.tags, { one: '1' });
    await officer.updateSecretProperties('update', properties.version, { tags: {}, expiresOn: new Date('2031-01-01') });
    now = await officer.getSecret('update');
    assert.deepEqual(now.properties.tags ?? {}, {});
    assert.equal(now.properties.expiresOn.getUTCFullYear(), 2031);
    assert.equal(now.properties.contentType, 'b');
});

test('a disabled secret is refused, listed and enabled again; an expired one is given', async () => {
    const { properties } = await officer.setSecret('disabled', 'hidden', { enabled: false });
    const error = await errorOf(officer.getSecret('disabled'));
    assert.equal(error.statusCode, 403);
    assert.equal(error.code, 'Forbidden');
    assert.equal(innerCodeOf(error), 'SecretDisabled');
    assert.ok(!JSON.stringify(error.details).includes('hidden'));
    const listed = await collect(officer.listPropertiesOfSecrets());
    assert.equal(listed.find(item => item.name === 'disabled').enabled, false);
    await officer.updateSecretProperties('disabled', properties.version, { enabled: true });
    assert.equal((await officer.getSecret('disabled')).value, 'hidden');
    await officer.setSecret('expired', 'still there', { expiresOn: new Date('2001-01-01') });
    assert.equal((await officer.getSecret('expired')).value, 'still there');
});

test('lists are paged, ordered by name and without values', async () => {
    const names = [];
    for (let i = 0; i < 31; ++i)
        names.push(`Page-${String(i).padStart(2, '0')}`);
    for (const name of names)
        await officer.setSecret(name, 'v');
    const all = await collect(officer.listPropertiesOfSecrets());
    const folded = all.map(item => item.name.toUpperCase());
    assert.deepEqual(folded, [...folded].sort());
    assert.deepEqual(all.filter(item => item.name.startsWith('Page-')).map(item => item.name), names);
    assert.ok(all.every(item => item.version === undefined && item.value === undefined));
    let pages = 0;
    let counted = 0;
    for await (const page of officer.listPropertiesOfSecrets().byPage({ maxPageSize: 7 })) {
        assert.ok(page.length <= 7);
        counted += page.length;
        ++pages;
    }
    assert.equal(counted, all.length);
    assert.ok(pages >= Math.ceil(all.length / 7));
});

test('delete, look at, recover, delete, purge', async () => {
    await officer.setSecret('life', 'one');
    const { properties } = await officer.setSecret('life', 'two', { tags: { kept: 'yes' } });
    const deleting = await officer.beginDeleteSecret('life', poll);
    const deleted = await deleting.pollUntilDone();
    assert.equal(deleted.name, 'life');
    assert.equal(deleted.properties.recoveryId, `${facts.vaults['sdk-rbac']}/deletedsecrets/life`);
    const days = (deleted.properties.scheduledPurgeDate - deleted.properties.deletedOn) / 86400000;
    assert.equal(days, 7);
    assert.equal((await errorOf(officer.getSecret('life'))).statusCode, 404);
    const taken = await errorOf(officer.setSecret('LIFE', 'three'));
    assert.equal(taken.statusCode, 409);
    assert.equal(taken.code, 'Conflict');
    assert.equal(innerCodeOf(taken), 'ObjectIsDeletedButRecoverable');
    assert.ok((await collect(officer.listDeletedSecrets())).some(item => item.name === 'life'));
    assert.ok(!(await collect(officer.listPropertiesOfSecrets())).some(item => item.name === 'life'));
    assert.deepEqual((await officer.getDeletedSecret('life')).properties.tags, { kept: 'yes' });

    const recovered = await (await officer.beginRecoverDeletedSecret('life', poll)).pollUntilDone();
    assert.equal(recovered.version, properties.version);
    assert.equal((await officer.getSecret('life')).value, 'two');
    assert.equal((await collect(officer.listPropertiesOfSecretVersions('life'))).length, 2);

    await (await officer.beginDeleteSecret('life', poll)).pollUntilDone();
    await officer.purgeDeletedSecret('life');
    const gone = await errorOf(officer.getDeletedSecret('life'));
    assert.equal(gone.statusCode, 404);
    assert.equal(gone.code, 'SecretNotFound');
    assert.equal((await officer.setSecret('life', 'new')).value, 'new');
    assert.equal((await collect(officer.listPropertiesOfSecretVersions('life'))).length, 1);
});

test('purge protection refuses to purge', async () => {
    const guarded = secretsOf('sdk-protected', credentialOf('officer'));
    await guarded.setSecret('kept', 'v');
    await (await guarded.beginDeleteSecret('kept', poll)).pollUntilDone();
    const error = await errorOf(guarded.purgeDeletedSecret('kept'));
    assert.equal(error.statusCode, 403);
    assert.match(error.message, /Operation "purge" is not allowed because purge protection is enabled for this vault/);
    await (await guarded.beginRecoverDeletedSecret('kept', poll)).pollUntilDone();
    assert.equal((await guarded.getSecret('kept')).value, 'v');
});

test('backup and restore bring all versions back', async () => {
    await officer.setSecret('backed-up', 'first');
    const { properties } = await officer.setSecret('backed-up', 'second', { contentType: 'c', tags: { t: 'v' } });
    const blob = await officer.backupSecret('backed-up');
    assert.ok(!Buffer.from(blob).toString('latin1').includes('second'));
    const conflict = await errorOf(officer.restoreSecretBackup(blob));
    assert.equal(conflict.statusCode, 409);
    await (await officer.beginDeleteSecret('backed-up', poll)).pollUntilDone();
    await officer.purgeDeletedSecret('backed-up');
    const restored = await officer.restoreSecretBackup(blob);
    assert.equal(restored.version, properties.version);
    const now = await officer.getSecret('backed-up');
    assert.equal(now.value, 'second');
    assert.deepEqual(now.properties.tags, { t: 'v' });
    assert.equal((await collect(officer.listPropertiesOfSecretVersions('backed-up'))).length, 2);
    blob[blob.length - 1] ^= 1;
    assert.equal((await errorOf(officer.restoreSecretBackup(blob))).statusCode, 400);
});

test('bad names, dates and tags are refused in the service\'s form', async () => {
    for (const name of ['under_score', 'a.b', 'x'.repeat(128)]) {
        const error = await errorOf(officer.setSecret(name, 'v'));
        assert.equal(error.statusCode, 400);
        assert.equal(error.code, 'BadParameter');
    }
    const tags = Object.fromEntries([...Array(16).keys()].map(i => [`tag${i}`, 'v']));
    assert.equal((await errorOf(officer.setSecret('tags', 'v', { tags }))).statusCode, 400);
    const dates = { notBefore: new Date('2030-01-01'), expiresOn: new Date('2029-01-01') };
    assert.equal((await errorOf(officer.setSecret('dates', 'v', dates))).statusCode, 400);
    assert.equal((await errorOf(officer.getSecret('dates'))).statusCode, 404);
});

test('roles: a secrets user reads and does not write', async () => {
    await officer.setSecret('for-reader', 'readable');
    assert.equal((await reader.getSecret('for-reader')).value, 'readable');
    await collect(reader.listPropertiesOfSecrets());
    const error = await errorOf(reader.setSecret('for-reader', 'changed'));
    assert.equal(error.statusCode, 403);
    assert.equal(error.code, 'Forbidden');
    assert.equal(innerCodeOf(error), 'ForbiddenByRbac');
    assert.equal((await officer.getSecret('for-reader')).value, 'readable');
    const stranger = secretsOf('sdk-rbac', credentialOf('stranger'));
    assert.equal(innerCodeOf(await errorOf(stranger.getSecret('for-reader'))), 'ForbiddenByRbac');
    // The same answer for what is not there: a refusal tells nothing.
    assert.equal((await errorOf(stranger.getSecret('not-there'))).statusCode, 403);
});

test('access policies: each permission by its name', async () => {
    const byPolicy = secretsOf('sdk-policies', credentialOf('officer'));
    const getOnly = secretsOf('sdk-policies', credentialOf('reader'));
    const { properties } = await byPolicy.setSecret('policy', 'v');
    assert.equal(properties.recoveryLevel, 'Recoverable+Purgeable');
    assert.equal((await getOnly.getSecret('policy')).value, 'v');
    // The SDK keeps the body of a failed list to itself.
    assert.equal((await errorOf(collect(getOnly.listPropertiesOfSecrets()))).statusCode, 403);
    for (const refused of [() => getOnly.setSecret('policy', 'w'), () => getOnly.backupSecret('policy'),
        () => getOnly.beginDeleteSecret('policy')]) {
        const error = await errorOf(refused());
        assert.equal(error.statusCode, 403);
        assert.equal(innerCodeOf(error), 'ForbiddenByPolicy');
    }
});

test('a managed identity reads without any secret of its own', async () => {
    const client = secretsOf('sdk-rbac', new ManagedIdentityCredential());
    await officer.setSecret('for-identity', 'found');
    assert.equal((await client.getSecret('for-identity')).value, 'found');
    assert.equal((await errorOf(client.setSecret('for-identity', 'x'))).statusCode, 403);
});

test('a managed identity as virtual machines have it', async () => {
    // The SDK chooses the form by the environment, so this is what it would send.
    const resource = encodeURIComponent('https://vault.localhost');
    const origin = new URL(facts.managedIdentity.IDENTITY_ENDPOINT).origin;
    const url = `${origin}/metadata/identity/oauth2/token/?api-version=2018-02-01&resource=${resource}`;
    assert.equal((await fetch(url)).status, 400);
    const answer = await (await fetch(url, { headers: { Metadata: 'true' } })).json();
    assert.equal(answer.token_type, 'Bearer');
    const client = secretsOf('sdk-rbac', { getToken: async () => ({
        token: answer.access_token, expiresOnTimestamp: Number(answer.expires_on) * 1000,
    }) });
    await officer.setSecret('for-machine', 'found');
    assert.equal((await client.getSecret('for-machine')).value, 'found');
});

test('a certificate signs in for its application and for no other', async () => {
    const client = secretsOf('sdk-rbac', certificateCredentialOf('officer'));
    await client.setSecret('by-certificate', 'kept');
    assert.equal((await client.getSecret('by-certificate')).value, 'kept');
    const other = await errorOf(certificateCredentialOf('reader').getToken('https://vault.localhost/.default'));
    assert.match(other.message, /AADSTS700027/);
});

test('a wrong client secret, an unknown application and a foreign tenant get no token', async () => {
    const wrong = await errorOf(credentialOf('officer', { clientSecret: 'wrong' }).getToken('https://vault.localhost/.default'));
    assert.match(wrong.message, /AADSTS7000215/);
    const unknown = await errorOf(credentialOf('officer', { clientId: '00000000-0000-4000-8000-000000000000' })
        .getToken('https://vault.localhost/.default'));
    assert.match(unknown.message, /AADSTS/);
    const token = await credentialOf('officer').getToken('https://vault.localhost/.default');
    const minutes = (token.expiresOnTimestamp - Date.now()) / 60000;
    assert.ok(minutes > 1 && minutes <= 60);
});

test('a vault that is not there is not there', async () => {
    const url = facts.vaults['sdk-rbac'].replace('sdk-rbac', 'nobody');
    const nobody = new SecretClient(url, credentialOf('officer'), { retryOptions: { maxRetries: 0 } });
    assert.equal((await errorOf(nobody.getSecret('x'))).statusCode, 404);
});
