// SPDX-License-Identifier: Apache-2.0
// Keys in a PKCS#11 token: a Premium vault and a Managed HSM pool on SoftHSM2, with @azure/keyvault-keys.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
    constants, createCipheriv, createDecipheriv, createHmac, generateKeyPairSync, publicEncrypt, randomBytes,
} from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { CryptographyClient } from '@azure/keyvault-keys';

import { askerOf, collect, credentialOf, errorOf, facts, innerCodeOf, keysOf, poll, secretsOf } from './clients.mjs';
import { decryptsWithRsa, digestOf, signsWithEc, signsWithRsa } from './key_uses.mjs';
import { importable, publicKeyOf } from './outside_keys.mjs';

const credential = credentialOf('officer');
const premium = keysOf('sdk-premium', credential);
const pool = keysOf('sdk-pool', credential);
const containers = { 'a Premium vault': premium, 'a pool': pool };
const clientOf = key => new CryptographyClient(key, credential, { retryOptions: { maxRetries: 0 } });
const bytesOf = result => Buffer.from(result.result);

// What a token says of all of its private and secret keys.
async function inspect(label) {
    const listings = await Promise.all(['privkey', 'secrkey'].map(type => promisify(execFile)('pkcs11-tool', [
        '--module', facts.token.module, '--token-label', label, '--login', '--pin', facts.token.pin,
        '--list-objects', '--type', type])));
    return listings.map(listing => listing.stdout).join('');
}

for (const [what, client] of Object.entries(containers)) {
    for (const keySize of [2048, 3072, 4096]) {
        test(`RSA-HSM ${keySize} in ${what}`, async () => {
            const key = await client.createRsaKey(`rsa-${keySize}`, { hsm: true, keySize });
            assert.equal(key.keyType, 'RSA-HSM');
            assert.equal(key.properties.hsmPlatform, '1');
            assert.equal(publicKeyOf(key).asymmetricKeyDetails.modulusLength, keySize);
            await signsWithRsa(clientOf(key), key);
            await decryptsWithRsa(clientOf(key), key);
        });
    }
    for (const curve of ['P-256', 'P-384', 'P-521', 'P-256K']) {
        test(`EC-HSM ${curve} in ${what}`, async () => {
            const key = await client.createEcKey(`ec-${curve}`, { hsm: true, curve });
            assert.equal(key.keyType, 'EC-HSM');
            await signsWithEc(clientOf(key), key);
        });
    }
}

test('the token says that its keys never leave it', async () => {
    await premium.createEcKey('inspected', { hsm: true });
    const objects = (await inspect(facts.token.premium)).split(/(?=Private Key Object|Secret Key Object)/);
    const key = objects.find(object => object.includes('sdk-premium/inspected'));
    assert.match(key, /Access:.*sensitive, always sensitive, never extractable/);
    // Only what was made to be released may leave, and only wrapped.
    for (const object of objects.filter(object => !/\/(leaves|stays|released)/.test(object)))
        assert.doesNotMatch(object.replace('never extractable', ''), /extractable/);
});

test('software keys stand beside them in a Premium vault, and in a pool do not', async () => {
    const key = await premium.createEcKey('software');
    assert.equal(key.keyType, 'EC');
    assert.equal(key.properties.hsmPlatform, '0');
    await signsWithEc(clientOf(key), key);
    for (const refused of [() => pool.createEcKey('software'), () => pool.createRsaKey('software')])
        assert.equal((await errorOf(refused())).statusCode, 400);
});

test('AES encrypts as it does outside', async () => {
    for (const keySize of [128, 192, 256]) {
        const bytes = randomBytes(keySize / 8);
        const key = await pool.importKey(`aes-${keySize}`,
            { kty: 'oct-HSM', k: bytes, keyOps: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] });
        assert.equal(key.keyType, 'oct-HSM');
        assert.equal(key.key.k, undefined);
        const client = clientOf(key);

        const plaintext = Buffer.from('any number of bytes');
        const additionalAuthenticatedData = Buffer.from('authenticated');
        const gcm = await client.encrypt({ algorithm: `A${keySize}GCM`, plaintext, additionalAuthenticatedData });
        assert.equal(gcm.iv.length, 12);
        assert.equal(gcm.authenticationTag.length, 16);
        const open = createDecipheriv(`aes-${keySize}-gcm`, bytes, gcm.iv);
        open.setAAD(additionalAuthenticatedData).setAuthTag(gcm.authenticationTag);
        assert.deepEqual(Buffer.concat([open.update(gcm.result), open.final()]), plaintext);
        const back = { algorithm: `A${keySize}GCM`, ciphertext: gcm.result, iv: gcm.iv,
            authenticationTag: gcm.authenticationTag, additionalAuthenticatedData };
        assert.deepEqual(bytesOf(await client.decrypt(back)), plaintext);
        back.authenticationTag[0] ^= 1;
        assert.equal((await errorOf(client.decrypt(back))).statusCode, 400);

        const iv = randomBytes(16);
        for (const [algorithm, isPadded, input] of [[`A${keySize}CBCPAD`, true, plaintext],
            [`A${keySize}CBC`, false, Buffer.alloc(32, 7)]]) {
            const cipher = createCipheriv(`aes-${keySize}-cbc`, bytes, iv).setAutoPadding(isPadded);
            const outside = Buffer.concat([cipher.update(input), cipher.final()]);
            assert.deepEqual(bytesOf(await client.encrypt({ algorithm, plaintext: input, iv })), outside);
            assert.deepEqual(bytesOf(await client.decrypt({ algorithm, ciphertext: outside, iv })), input);
        }
        assert.equal((await errorOf(client.encrypt({ algorithm: `A${keySize}CBC`, plaintext, iv }))).statusCode, 400);
    }
});

test('AES wraps as it does outside', async () => {
    const bytes = randomBytes(32);
    const client = clientOf(await pool.importKey('wrapper',
        { kty: 'oct-HSM', k: bytes, keyOps: ['wrapKey', 'unwrapKey'] }));
    const wrapOutside = (name, iv, input) => {
        const cipher = createCipheriv(name, bytes, Buffer.from(iv, 'hex'));
        return Buffer.concat([cipher.update(input), cipher.final()]);
    };
    for (const algorithm of ['A256KW', 'CKM_AES_KEY_WRAP']) {
        const input = randomBytes(24);
        const outside = wrapOutside('id-aes256-wrap', 'A6A6A6A6A6A6A6A6', input);
        assert.deepEqual(bytesOf(await client.wrapKey(algorithm, input)), outside);
        assert.deepEqual(bytesOf(await client.unwrapKey(algorithm, outside)), input);
        outside[0] ^= 1;
        assert.equal((await errorOf(client.unwrapKey(algorithm, outside))).statusCode, 400);
    }
    const odd = randomBytes(21);
    const outside = wrapOutside('id-aes256-wrap-pad', 'A65959A6', odd);
    assert.deepEqual(bytesOf(await client.wrapKey('CKM_AES_KEY_WRAP_PAD', odd)), outside);
    assert.deepEqual(bytesOf(await client.unwrapKey('CKM_AES_KEY_WRAP_PAD', outside)), odd);
    assert.equal((await errorOf(client.wrapKey('A128KW', randomBytes(16)))).statusCode, 400);
});

test('HMAC signs as it does outside', async () => {
    const bytes = randomBytes(32);
    const client = clientOf(await pool.importKey('mac', { kty: 'oct-HSM', k: bytes, keyOps: ['sign', 'verify'] }));
    const digest = digestOf('HS256');
    const { result } = await client.sign('HS256', digest);
    assert.deepEqual(Buffer.from(result), createHmac('sha256', bytes).update(digest).digest());
    assert.equal((await client.verify('HS256', digest, result)).result, true);
    result[0] ^= 1;
    assert.equal((await client.verify('HS256', digest, result)).result, false);
});

test('symmetric keys are made in the token', async () => {
    for (const keySize of [128, 192, 256]) {
        const client = clientOf(await pool.createOctKey(`made-aes-${keySize}`, { hsm: true, keySize }));
        const { result, iv, authenticationTag } = await client.encrypt(
            { algorithm: `A${keySize}GCM`, plaintext: Buffer.from('text') });
        assert.deepEqual(bytesOf(await client.decrypt(
            { algorithm: `A${keySize}GCM`, ciphertext: result, iv, authenticationTag })), Buffer.from('text'));
    }
});

test('keys from outside are put into the token', async () => {
    const rsaOutside = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = await premium.importKey('imported-rsa', importable(rsaOutside.privateKey), { hardwareProtected: true });
    assert.equal(rsa.keyType, 'RSA-HSM');
    assert.ok(publicKeyOf(rsa).equals(rsaOutside.publicKey));
    await signsWithRsa(clientOf(rsa), rsa);
    const ecOutside = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const ec = await pool.importKey('imported-ec', { ...importable(ecOutside.privateKey), kty: 'EC-HSM' });
    assert.ok(publicKeyOf(ec).equals(ecOutside.publicKey));
    await signsWithEc(clientOf(ec), ec);
});

test('a key of one\'s own arrives wrapped for a key exchange key', async () => {
    const exchange = await premium.createRsaKey('exchange', { hsm: true, keySize: 3072, keyOps: ['import'] });
    const outside = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const carrier = randomBytes(32);
    const wrapping = createCipheriv('id-aes256-wrap-pad', carrier, Buffer.from('A65959A6', 'hex'));
    const ciphertext = Buffer.concat([
        publicEncrypt({ key: publicKeyOf(exchange), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
            carrier),
        wrapping.update(outside.privateKey.export({ format: 'der', type: 'pkcs8' })), wrapping.final()]);
    const blob = changes => Buffer.from(JSON.stringify({
        schema_version: '1.0.0', header: { kid: exchange.id, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' },
        ciphertext: ciphertext.toString('base64url'), generator: 'test', ...changes,
    }));
    const key = await premium.importKey('byok', { kty: 'RSA-HSM', t: blob({}) });
    assert.ok(publicKeyOf(key).equals(outside.publicKey));
    await signsWithRsa(clientOf(key), key);
    for (const refused of [blob({ schema_version: '2' }), blob({ ciphertext: 'AAAA' }), Buffer.from('{}'),
        blob({ header: { kid: key.id, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' } })])
        assert.equal((await errorOf(premium.importKey('byok', { kty: 'RSA-HSM', t: refused }))).statusCode, 400);
});

test('keys in a token live, rotate and die there', async () => {
    await premium.createEcKey('life', { hsm: true });
    const rotated = await premium.rotateKey('life');
    assert.equal(rotated.keyType, 'EC-HSM');
    await signsWithEc(clientOf(rotated), rotated);
    assert.equal((await collect(premium.listPropertiesOfKeyVersions('life'))).length, 2);
    await (await premium.beginDeleteKey('life', poll)).pollUntilDone();
    await (await premium.beginRecoverDeletedKey('life', poll)).pollUntilDone();
    await signsWithEc(clientOf(await premium.getKey('life')), rotated);
    await (await premium.beginDeleteKey('life', poll)).pollUntilDone();
    await premium.purgeDeletedKey('life');
    assert.equal((await errorOf(premium.getKey('life'))).statusCode, 404);
});

test('what was imported into a token is not rotated, and may give notice', async () => {
    for (const client of [premium, pool]) {
        const outside = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        await client.importKey('brought', { ...importable(outside.privateKey), kty: 'EC-HSM' });
        const rotates = { lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P60D' }], expiresIn: 'P90D' };
        for (const refused of [() => client.rotateKey('brought'),
            () => client.updateKeyRotationPolicy('brought', rotates)]) {
            const error = await errorOf(refused());
            assert.equal(error.statusCode, 400);
            assert.equal(error.code, 'BadParameter');
            assert.match(error.message, /^A key that was imported into an HSM cannot be rotated/);
        }
        const notifies = { lifetimeActions: [{ action: 'Notify', timeBeforeExpiry: 'P30D' }] };
        assert.equal((await client.updateKeyRotationPolicy('brought', notifies)).lifetimeActions.length, 1);
        await client.createEcKey('brought', { hsm: true });
        await client.updateKeyRotationPolicy('brought', rotates);
        assert.equal((await client.rotateKey('brought')).keyType, 'EC-HSM');
    }
});

test('a pool gives random bytes', async () => {
    for (const count of [1, 16, 128])
        assert.equal((await pool.getRandomBytes(count)).length, count);
    assert.notDeepEqual(await pool.getRandomBytes(16), await pool.getRandomBytes(16));
    for (const count of [0, 129]) {
        const error = await errorOf(pool.getRandomBytes(count));
        assert.equal(error.statusCode, 400);
        assert.match(error.message, /count cannot be greater than 128 or less than 1 \(Activity ID: [0-9a-f-]{36}\)/);
    }
    assert.equal((await errorOf(premium.getRandomBytes(16))).statusCode, 400);
});

test('a pool rotates keys that have a policy', async () => {
    await pool.createEcKey('rotated', { hsm: true });
    assert.equal((await errorOf(pool.rotateKey('rotated'))).statusCode, 400);
    const tooSoon = { lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P7D' }], expiresIn: 'P90D' };
    assert.equal((await errorOf(pool.updateKeyRotationPolicy('rotated', tooSoon))).statusCode, 400);
    await pool.updateKeyRotationPolicy('rotated',
        { lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P30D' }], expiresIn: 'P90D' });
    assert.equal((await pool.rotateKey('rotated')).keyType, 'EC-HSM');
});

test('an exportable key has a release policy and leaves for nobody unattested', async () => {
    const policy = { version: '1.0', anyOf: [{
        authority: 'https://attest.example/', allOf: [{ claim: 'x-ms-attestation-type', equals: 'sevsnpvm' }] }] };
    const releasePolicy = { encodedPolicy: Buffer.from(JSON.stringify(policy)), immutable: true };
    const key = await pool.createRsaKey('exportable', { hsm: true, exportable: true, releasePolicy });
    assert.equal(key.properties.exportable, true);
    const kept = JSON.parse(Buffer.from(key.properties.releasePolicy.encodedPolicy));
    assert.deepEqual(kept, { ...policy, version: '1.0.0' });
    const error = await errorOf(pool.releaseKey('exportable', 'a.b.c'));
    assert.ok([400, 403].includes(error.statusCode));
    const change = await errorOf(pool.updateKeyProperties('exportable',
        { releasePolicy: { encodedPolicy: Buffer.from(JSON.stringify(policy).replace('sevsnpvm', 'other')) } }));
    assert.equal(change.statusCode, 400);
    assert.match(change.message, /AKV\.SKR\.1020/);
    for (const options of [{ exportable: true }, { releasePolicy },
        { exportable: true, releasePolicy: { encodedPolicy: Buffer.from('{"version":"1.0.0","anyOf":[]}') } }])
        assert.equal((await errorOf(pool.createRsaKey('refused', { hsm: true, ...options }))).statusCode, 400);
});

test('attestation is refused honestly', async () => {
    await pool.createEcKey('attested', { hsm: true });
    const error = await errorOf(pool.getKeyAttestation('attested'));
    assert.equal(error.statusCode, 400);
    assert.match(error.message, /no attestation/);
});

test('a pool has its own address, tokens and roles', async () => {
    assert.match(facts.pools['sdk-pool'], /^https:\/\/sdk-pool\.managedhsm\.localhost:\d+$/);
    const { id } = await pool.createEcKey('addressed', { hsm: true });
    assert.ok(id.startsWith(`${facts.pools['sdk-pool']}/keys/addressed/`));
    const forVaults = await askerOf(facts.pools['sdk-pool'], credential)('GET', '/keys');
    assert.equal(forVaults.status, 401);
    assert.match(forVaults.body.error.message, /AKV10022.*\(Activity ID: [0-9a-f-]{36}\)$/s);
    assert.equal((await errorOf(secretsOf('sdk-pool', credential).getSecret('any'))).statusCode, 404);
    assert.equal((await errorOf(keysOf('sdk-pool', credentialOf('stranger')).getKey('addressed'))).statusCode, 403);
    const user = keysOf('sdk-pool', credentialOf('reader')); // a Crypto Service Encryption User
    assert.equal((await user.getKey('addressed')).name, 'addressed');
    const error = await errorOf(user.createEcKey('addressed', { hsm: true }));
    assert.equal(error.statusCode, 403);
    assert.equal(innerCodeOf(error), 'ForbiddenByRbac');
});
