// SPDX-License-Identifier: Apache-2.0
// What software keys are used for, with @azure/keyvault-keys and, where that keeps a case to itself, plain HTTP.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { test } from 'node:test';

import { CryptographyClient } from '@azure/keyvault-keys';

import { askerOf, credentialOf, errorOf, facts, innerCodeOf, keysOf } from './clients.mjs';
import { decryptsWithRsa, digestOf, encryptsWithRsa, signsWithEc, signsWithRsa } from './key_uses.mjs';
import { importable } from './outside_keys.mjs';

const credential = credentialOf('officer');
const officer = keysOf('sdk-keys', credential);
const ask = askerOf(facts.vaults['sdk-keys'], credential);
const clientOf = key => new CryptographyClient(key, credential, { retryOptions: { maxRetries: 0 } });
const digest = digestOf('ES256').toString('base64url');

for (const keySize of [2048, 3072, 4096]) {
    test(`RSA ${keySize} signs and decrypts`, async () => {
        const key = await officer.createRsaKey(`use-rsa-${keySize}`, { keySize });
        await signsWithRsa(clientOf(key), key);
        await decryptsWithRsa(clientOf(key), key);
    });
}

for (const curve of ['P-256', 'P-384', 'P-521', 'P-256K']) {
    test(`EC ${curve} signs`, async () => {
        const key = await officer.createEcKey(`use-ec-${curve}`, { curve });
        await signsWithEc(clientOf(key), key);
    });
}

test('imported keys sign and decrypt as they did outside', async () => {
    const outside = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = await officer.importKey('use-imported-rsa', importable(outside.privateKey));
    await signsWithRsa(clientOf(rsa), rsa);
    await decryptsWithRsa(clientOf(rsa), rsa);
    await encryptsWithRsa(ask, 'use-imported-rsa', outside.privateKey);
    const ec = await officer.importKey('use-imported-ec',
        importable(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey));
    await signsWithEc(clientOf(ec), ec);
});

test('without a version the current one is used, and named', async () => {
    const first = await officer.createEcKey('use-latest');
    const second = await officer.createEcKey('use-latest');
    const signed = await ask('POST', '/keys/use-latest//sign', { alg: 'ES256', value: digest });
    assert.equal(signed.body.kid, second.id);
    const verifyWith = version => ask('POST', `/keys/use-latest/${version}/verify`,
        { alg: 'ES256', digest, value: signed.body.value });
    assert.equal((await verifyWith(second.properties.version)).body.value, true);
    assert.equal((await verifyWith(first.properties.version)).body.value, false);
});

test('a client without a version uses the current one, and names it', async () => {
    await officer.createRsaKey('use-current');
    const current = await officer.createRsaKey('use-current');
    const client = clientOf(`${facts.vaults['sdk-keys']}/keys/Use-Current`);
    const text = Buffer.from('text');
    const signed = await client.signData('RS256', text);
    assert.equal(signed.keyID, current.id);
    assert.equal((await client.verifyData('RS256', text, signed.result)).result, true);
    assert.equal((await client.verifyData('RS256', Buffer.from('other'), signed.result)).result, false);
    // What was encrypted with no more than the public part, without asking the vault, the vault decrypts.
    const offline = new CryptographyClient({ ...current.key, keyOps: ['encrypt', 'wrapKey'] });
    for (const algorithm of ['RSA1_5', 'RSA-OAEP']) {
        const { result: ciphertext } = await offline.encrypt({ algorithm, plaintext: text });
        assert.deepEqual(Buffer.from((await client.decrypt({ algorithm, ciphertext })).result), text);
        const { result: wrapped } = await offline.wrapKey(algorithm, text);
        assert.deepEqual(Buffer.from((await client.unwrapKey(algorithm, wrapped)).result), text);
    }
});

test('every failed decryption is one and the same error', async () => {
    const key = await officer.createRsaKey('use-oracle');
    const jwk = { kty: 'RSA', n: Buffer.from(key.key.n).toString('base64url'), e: 'AQAB' };
    const wrongPadding = publicEncrypt(createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from('text'));
    const messages = new Set();
    for (const alg of ['RSA1_5', 'RSA-OAEP', 'RSA-OAEP-256']) {
        for (const value of [wrongPadding, Buffer.alloc(256), Buffer.alloc(256, 1)]) {
            if (alg === 'RSA-OAEP' && value === wrongPadding)
                continue; // that is the right one
            const { status, body } = await ask('POST', '/keys/use-oracle/decrypt',
                { alg, value: value.toString('base64url') });
            assert.equal(status, 400);
            assert.equal(body.error.code, 'BadParameter');
            messages.add(body.error.message);
        }
    }
    assert.equal(messages.size, 1);
});

test('algorithms and digests that do not fit are refused', async () => {
    await officer.createEcKey('use-misfit');
    await officer.createRsaKey('use-misfit-rsa');
    const refused = [
        ['use-misfit/sign', { alg: 'ES384', value: digest }],
        ['use-misfit/sign', { alg: 'RS256', value: digest }],
        ['use-misfit/sign', { alg: 'ES256', value: 'AAAA' }],
        ['use-misfit/sign', { alg: 'none', value: digest }],
        ['use-misfit/sign', { alg: 'ES256' }],
        ['use-misfit/sign', { alg: 'ES256', value: `${digest}=` }],
        ['use-misfit-rsa/sign', { alg: 'RSA-OAEP', value: digest }],
        ['use-misfit-rsa/encrypt', { alg: 'RS256', value: digest }],
        ['use-misfit-rsa/encrypt', { alg: 'A256GCM', value: digest }],
        ['use-misfit-rsa/encrypt', { alg: 'RSA-OAEP', value: Buffer.alloc(250).toString('base64url') }],
    ];
    for (const [path, request] of refused) {
        const { status, body } = await ask('POST', `/keys/${path}`, request);
        assert.equal(status, 400, JSON.stringify(request));
        assert.equal(body.error.code, 'BadParameter');
    }
});

test('operations that a key does not have are forbidden', async () => {
    await officer.createRsaKey('use-narrow', { keyOps: ['sign', 'verify'] });
    const { status, body } = await ask('POST', '/keys/use-narrow/decrypt', { alg: 'RSA-OAEP', value: 'AAAA' });
    assert.equal(status, 403);
    assert.equal(body.error.code, 'Forbidden');
    assert.equal(body.error.innererror.code, 'KeyOperationForbidden');
    assert.match(body.error.message, /^Operation decrypt is not permitted on this key/);
});

test('a disabled key does nothing', async () => {
    const { properties } = await officer.createEcKey('use-disabled');
    await officer.updateKeyProperties('use-disabled', properties.version, { enabled: false });
    const { status, body } = await ask('POST', '/keys/use-disabled/sign', { alg: 'ES256', value: digest });
    assert.equal(status, 403);
    assert.equal(body.error.innererror.code, 'KeyDisabled');
});

test('dates: an expired key still decrypts and verifies, and does nothing new', async () => {
    const { properties } = await officer.createRsaKey('use-dates');
    const rsaDigest = digestOf('RS256').toString('base64url');
    const signed = await ask('POST', '/keys/use-dates/sign', { alg: 'RS256', value: rsaDigest });
    const encrypted = await ask('POST', '/keys/use-dates/encrypt', { alg: 'RSA-OAEP', value: 'dGV4dA' });
    for (const dates of [{ expiresOn: new Date('2001-01-01') },
        { notBefore: new Date('2037-01-01'), expiresOn: new Date('2038-01-01') }]) {
        await officer.updateKeyProperties('use-dates', properties.version, dates);
        for (const [use, request] of [['sign', { alg: 'RS256', value: rsaDigest }],
            ['encrypt', { alg: 'RSA-OAEP', value: 'dGV4dA' }], ['wrapkey', { alg: 'RSA-OAEP', value: 'dGV4dA' }]]) {
            const { status, body } = await ask('POST', `/keys/use-dates/${use}`, request);
            assert.equal(status, 403, use);
            assert.equal(body.error.code, 'Forbidden');
        }
        for (const use of ['decrypt', 'unwrapkey']) {
            const { status, body } = await ask('POST', `/keys/use-dates/${use}`,
                { alg: 'RSA-OAEP', value: encrypted.body.value });
            assert.equal(status, 200, use);
            assert.equal(body.value, 'dGV4dA');
        }
        const verified = await ask('POST', '/keys/use-dates/verify',
            { alg: 'RS256', digest: rsaDigest, value: signed.body.value });
        assert.equal(verified.body.value, true);
    }
});

test('one permission is one permission: who encrypts cannot decrypt', async () => {
    const byPolicy = keysOf('sdk-policies', credential);
    const key = await byPolicy.createRsaKey('use-permissions');
    const encrypter = askerOf(facts.vaults['sdk-policies'], credentialOf('reader'));
    const encrypted = await encrypter('POST', '/keys/use-permissions/encrypt', { alg: 'RSA-OAEP', value: 'dGV4dA' });
    assert.equal(encrypted.status, 200);
    for (const use of ['decrypt', 'sign', 'wrapkey', 'unwrapkey']) {
        const { status, body } = await encrypter('POST', `/keys/use-permissions/${use}`,
            { alg: use === 'sign' ? 'RS256' : 'RSA-OAEP', value: encrypted.body.value });
        assert.equal(status, 403, use);
        assert.equal(body.error.innererror.code, 'ForbiddenByPolicy');
    }
    const client = new CryptographyClient(key.id, credentialOf('reader'), { retryOptions: { maxRetries: 0 } });
    const error = await errorOf(client.decrypt({
        algorithm: 'RSA-OAEP', ciphertext: Buffer.from(encrypted.body.value, 'base64url'),
    }));
    assert.equal(error.statusCode, 403);
    assert.equal(innerCodeOf(error), 'ForbiddenByPolicy');
});
