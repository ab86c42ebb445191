// SPDX-License-Identifier: Apache-2.0
// Secure key release with @azure/keyvault-keys: keys leave a Premium vault's token and a pool's for whom a configured
// authority attests what their policy asks for, and for nobody else.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';

import {
    attested, authorityName, encryptions, Environment, otherAuthorityName, policyOf,
} from './attestation.mjs';
import { credentialOf, errorOf, facts, innerCodeOf, keysOf } from './clients.mjs';
import { publicKeyOf } from './outside_keys.mjs';

const containers = { 'a Premium vault': 'sdk-premium', 'a pool': 'sdk-pool' };
const officerOf = container => keysOf(container, credentialOf('officer'));
const environment = new Environment();
const attestation = changes => attested(facts.attestationKey, environment, changes);
const exportable = (changes = {}) =>
    ({ hsm: true, exportable: true, releasePolicy: policyOf(authorityName), ...changes });

// What the service has signed, and the bytes of the key in it.
async function opened({ value }) {
    const [head, payload, signature] = value.split('.');
    const keySet = await (await fetch(`${facts.authority}/${facts.tenantId}/discovery/v2.0/keys`)).json();
    const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
    const key = createPublicKey({ key: keySet.keys.find(one => one.kid === kid), format: 'jwk' });
    assert.ok(verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')));
    const answer = JSON.parse(Buffer.from(payload, 'base64url'));
    const blob = JSON.parse(Buffer.from(answer.response.key.key.key_hsm, 'base64url'));
    assert.equal(blob.header.kid, 'environment');
    return { answer, blob, ciphertext: Buffer.from(blob.ciphertext, 'base64url') };
}

for (const [what, container] of Object.entries(containers)) {
    test(`keys leave ${what} for an environment that is what it must be`, async () => {
        const client = officerOf(container);
        const made = [
            await client.createRsaKey('leaves-rsa', exportable()),
            await client.createEcKey('leaves-ec', exportable({ curve: 'P-384' })),
        ];
        for (const key of made) {
            for (const algorithm of encryptions) {
                const released = await client.releaseKey(key.name, attestation(), { algorithm, nonce: 'once' });
                const { answer, blob, ciphertext } = await opened(released);
                assert.equal(answer.request.nonce, 'once');
                assert.equal(answer.request.kid, key.id);
                assert.equal(answer.response.key.key.kid, key.id);
                assert.equal(blob.header.enc, algorithm);
                const outside = environment.privateKeyFrom(ciphertext, algorithm);
                assert.ok(createPublicKey(outside).equals(publicKeyOf(key)), `${key.name} ${algorithm}`);
            }
        }
        // Without an algorithm it is the first, and a version may be named.
        const [key] = made;
        await client.createRsaKey('leaves-rsa', exportable());
        const { blob, ciphertext } = await opened(
            await client.releaseKey(key.name, attestation(), { version: key.properties.version }));
        assert.equal(blob.header.enc, encryptions[0]);
        assert.ok(createPublicKey(environment.privateKeyFrom(ciphertext, encryptions[0])).equals(publicKeyOf(key)));
    });

    test(`keys do not leave ${what} for another one`, async () => {
        const client = officerOf(container);
        const key = await client.createEcKey('stays', exportable());
        const now = Math.floor(Date.now() / 1000);
        const forger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
        const other = new Environment();
        const refused = {
            'another claim': attestation({ 'x-ms-attestation-type': 'none' }),
            'no claim': attestation({ 'x-ms-attestation-type': undefined }),
            'a claim of another kind': attestation({ 'x-ms-attestation-type': ['sevsnpvm'] }),
            'an issuer the policy does not name': attestation({ iss: otherAuthorityName }),
            'no issuer': attestation({ iss: undefined }),
            'an attestation that has ended': attestation({ exp: now - 1 }),
            'an attestation without an end': attestation({ exp: undefined }),
            'an attestation of tomorrow': attestation({ nbf: now + 86400 }),
            'another signature': attested(forger, environment),
            'no environment key': attestation({ 'x-ms-runtime': {} }),
            'an environment key without a name': attestation(
                { 'x-ms-runtime': { keys: [{ ...other.jwk, kid: undefined }] } }),
            'an environment key for signing': attestation(
                { 'x-ms-runtime': { keys: [{ ...other.jwk, key_ops: ['verify'] }] } }),
        };
        for (const [why, target] of Object.entries(refused)) {
            const error = await errorOf(client.releaseKey('stays', target));
            assert.equal(error.statusCode, 403, why);
            assert.equal(error.code, 'Forbidden', why);
            assert.match(error.message, /is not released/, why);
        }
        for (const target of ['nonsense', 'a.b.c']) {
            const error = await errorOf(client.releaseKey('stays', target));
            assert.equal(error.statusCode, 400);
            assert.equal(error.code, 'BadParameter');
        }
        const error = await errorOf(client.releaseKey('stays', attestation(), { algorithm: 'RSA_AES_KEY_WRAP_512' }));
        assert.equal(error.statusCode, 400);

        // A policy that names an authority nobody has configured.
        await client.updateKeyProperties('stays', { releasePolicy: policyOf(otherAuthorityName) });
        assert.equal((await errorOf(client.releaseKey('stays', attestation({ iss: otherAuthorityName })))).statusCode,
            403);
        await client.updateKeyProperties('stays', { releasePolicy: policyOf(otherAuthorityName, authorityName) });
        await client.releaseKey('stays', attestation());

        await client.updateKeyProperties('stays', key.properties.version, { enabled: false });
        const disabled = await errorOf(client.releaseKey('stays', attestation()));
        assert.equal(disabled.statusCode, 403);
        assert.equal(innerCodeOf(disabled), 'KeyDisabled');
    });

    test(`keys that are not exportable never leave ${what}`, async () => {
        const client = officerOf(container);
        await client.createEcKey('ordinary', { hsm: true });
        const error = await errorOf(client.releaseKey('ordinary', attestation()));
        assert.equal(error.statusCode, 403);
        assert.equal(error.code, 'Forbidden');
    });

    test(`to release from ${what} is a right of its own`, async () => {
        await officerOf(container).createEcKey('released', exportable());
        const releaser = keysOf(container, credentialOf('releaser'));
        await releaser.releaseKey('released', attestation());
        for (const refused of [() => releaser.createEcKey('released', { hsm: true }),
            () => keysOf(container, credentialOf('reader')).releaseKey('released', attestation())]) {
            const error = await errorOf(refused());
            assert.equal(error.statusCode, 403);
            assert.equal(innerCodeOf(error), 'ForbiddenByRbac');
        }
    });
}

test('a symmetric key leaves a pool as its bytes', async () => {
    const client = officerOf('sdk-pool');
    const k = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    await client.importKey('leaves-aes',
        { kty: 'oct-HSM', k, keyOps: ['encrypt', 'decrypt'] }, { exportable: true, releasePolicy: policyOf(authorityName) });
    const { ciphertext } = await opened(await client.releaseKey('leaves-aes', attestation()));
    assert.deepEqual(environment.unwrap(ciphertext, encryptions[0]), k);
});

test('what an exportable key must have, and an ordinary one must not', async () => {
    const client = officerOf('sdk-premium');
    const releasePolicy = policyOf(authorityName);
    for (const options of [{ hsm: true, exportable: true }, { hsm: true, releasePolicy },
        { exportable: true, releasePolicy }]) { // the last one is in software
        const error = await errorOf(client.createEcKey('refused', options));
        assert.equal(error.statusCode, 400);
        assert.equal(error.code, 'BadParameter');
    }
});
