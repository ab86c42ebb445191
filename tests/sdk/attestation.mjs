// SPDX-License-Identifier: Apache-2.0
// An authority that attests environments, and such an environment: what a confidential computer would be and have.
import { constants, createDecipheriv, createPrivateKey, generateKeyPairSync, privateDecrypt, sign } from 'node:crypto';

export const authorityName = 'https://attest.example/';
export const otherAuthorityName = 'https://elsewhere.example/'; // in policies, but nobody has configured it

export function makeAuthority() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'attests', use: 'sig', alg: 'RS256' };
    return { keySet: { keys: [jwk] }, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) };
}

// A token of the authority. `changes` to the claims that meet policyOf(); undefined leaves one out.
export function attested(privateKey, environment, changes = {}) {
    const encode = object => Buffer.from(JSON.stringify(object)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const claims = {
        iss: authorityName, iat: now, nbf: now - 10, exp: now + 600, 'x-ms-attestation-type': 'sevsnpvm',
        'x-ms-runtime': { keys: [environment.jwk] }, ...changes,
    };
    const content = `${encode({ alg: 'RS256', kid: 'attests', typ: 'JWT' })}.${encode(claims)}`;
    return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

export function policyOf(...authorities) {
    const condition = { claim: 'x-ms-attestation-type', equals: 'sevsnpvm' };
    const policy = { version: '1.0.0', anyOf: authorities.map(authority => ({ authority, allOf: [condition] })) };
    return { encodedPolicy: Buffer.from(JSON.stringify(policy)) };
}

const hashes = { CKM_RSA_AES_KEY_WRAP: 'sha1', RSA_AES_KEY_WRAP_256: 'sha256', RSA_AES_KEY_WRAP_384: 'sha384' };
export const encryptions = Object.keys(hashes);

export class Environment {
    constructor() {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        this.privateKey = privateKey;
        this.jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'environment', key_ops: ['encrypt'] };
    }

    // The bytes that came: an RSA-wrapped AES key, and under it the key itself.
    unwrap(ciphertext, encryption) {
        const head = ciphertext.subarray(0, 256);
        const carrier = privateDecrypt({ key: this.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING,
            oaepHash: hashes[encryption] }, head);
        const open = createDecipheriv('id-aes256-wrap-pad', carrier, Buffer.from('A65959A6', 'hex'));
        return Buffer.concat([open.update(ciphertext.subarray(256)), open.final()]);
    }

    // The private key that came. SoftHSM2 leaves some zeros behind the PKCS#8 structure that it wraps.
    privateKeyFrom(ciphertext, encryption) {
        const bytes = this.unwrap(ciphertext, encryption);
        const lengthBytes = bytes[1] & 0x80 ? bytes[1] & 0x7f : 0;
        const length = lengthBytes === 0 ? bytes[1] : bytes.readUIntBE(2, lengthBytes);
        return createPrivateKey({ key: bytes.subarray(0, 2 + lengthBytes + length), format: 'der', type: 'pkcs8' });
    }
}
