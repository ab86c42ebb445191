// SPDX-License-Identifier: Apache-2.0
// What is asked of the keys of every vault and pool, in software and in a token: each algorithm, with node's own
// crypto on the other side.
import assert from 'node:assert/strict';
import { constants, createHash, privateDecrypt, publicDecrypt, publicEncrypt, verify } from 'node:crypto';

import { publicKeyOf } from './outside_keys.mjs';

const text = Buffer.from('what is signed');
const hashOf = algorithm => `sha${/\d{3}/.exec(algorithm)[0]}`;
export const digestOf = algorithm => createHash(hashOf(algorithm)).update(text).digest();

const pss = hash => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(hash.slice(3)) / 8 });

// Signs at the endpoint; the signature is right outside, and at the endpoint until it or the digest changes.
async function signsFor(client, algorithm, verifiesOutside) {
    const digest = digestOf(algorithm);
    const { result } = await client.sign(algorithm, digest);
    assert.ok(verifiesOutside(Buffer.from(result)), `${algorithm} outside`);
    assert.equal((await client.verify(algorithm, digest, result)).result, true, algorithm);
    assert.equal((await client.verify(algorithm, Buffer.alloc(digest.length), result)).result, false, algorithm);
    result[result.length - 1] ^= 1;
    assert.equal((await client.verify(algorithm, digest, result)).result, false, algorithm);
}

export async function signsWithRsa(client, key) {
    const outside = publicKeyOf(key);
    for (const algorithm of ['RS256', 'RS384', 'RS512'])
        await signsFor(client, algorithm, signature => verify(hashOf(algorithm), text, outside, signature));
    for (const algorithm of ['PS256', 'PS384', 'PS512'])
        await signsFor(client, algorithm, signature => verify(hashOf(algorithm), text,
            { key: outside, ...pss(hashOf(algorithm)) }, signature));
    const raw = Buffer.from('not a digest');
    const { result } = await client.sign('RSNULL', raw);
    assert.deepEqual(publicDecrypt({ key: outside, padding: constants.RSA_PKCS1_PADDING }, result), raw);
}

export async function signsWithEc(client, key) {
    const algorithm = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', 'P-256K': 'ES256K' }[key.key.crv];
    const outside = { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' };
    // Several, because a short r or s shows only now and then.
    for (let i = 0; i < 5; ++i)
        await signsFor(client, algorithm, signature => signature.length === key.key.x.length * 2
            && verify(hashOf(algorithm), text, outside, signature));
}

const paddings = {
    RSA1_5: { padding: constants.RSA_PKCS1_PADDING },
    'RSA-OAEP': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    'RSA-OAEP-256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
};

// Encrypted outside, decrypted and unwrapped by the endpoint.
export async function decryptsWithRsa(client, key) {
    const outside = publicKeyOf(key);
    for (const [algorithm, padding] of Object.entries(paddings)) {
        const plaintext = Buffer.from(`secret for ${algorithm}`);
        const ciphertext = publicEncrypt({ key: outside, ...padding }, plaintext);
        assert.deepEqual(Buffer.from((await client.decrypt({ algorithm, ciphertext })).result), plaintext);
        assert.deepEqual(Buffer.from((await client.unwrapKey(algorithm, ciphertext)).result), plaintext);
        // Through the client and back; some of it is the client's own mathematics.
        const encrypted = await client.encrypt({ algorithm, plaintext });
        assert.deepEqual(
            Buffer.from((await client.decrypt({ algorithm, ciphertext: encrypted.result })).result), plaintext);
        const wrapped = await client.wrapKey(algorithm, plaintext);
        assert.deepEqual(Buffer.from((await client.unwrapKey(algorithm, wrapped.result)).result), plaintext);
    }
}

// Encrypted by the endpoint, whatever a client would do itself: decrypted outside.
export async function encryptsWithRsa(ask, name, privateKey) {
    for (const algorithm of ['RSA-OAEP', 'RSA-OAEP-256']) { // node refuses RSA1_5 here
        for (const use of ['encrypt', 'wrapkey']) {
            const plaintext = Buffer.from('secret');
            const { status, body } = await ask('POST', `/keys/${name}/${use}`,
                { alg: algorithm, value: plaintext.toString('base64url') });
            assert.equal(status, 200);
            const ciphertext = Buffer.from(body.value, 'base64url');
            assert.deepEqual(privateDecrypt({ key: privateKey, ...paddings[algorithm] }, ciphertext), plaintext);
        }
    }
}
