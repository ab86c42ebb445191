// SPDX-License-Identifier: Apache-2.0
// Keys of node's own crypto in the SDK's form, and the other way round.
import { createPublicKey } from 'node:crypto';

const binaryMembers = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y'];
const curveNames = { secp256k1: 'P-256K', 'P-256K': 'secp256k1' };
const otherName = curve => curveNames[curve] ?? curve;

// A private key as importKey() takes it.
export function importable(privateKey) {
    const jwk = privateKey.export({ format: 'jwk' });
    const key = { kty: jwk.kty };
    if (jwk.crv)
        key.crv = otherName(jwk.crv);
    for (const name of binaryMembers) {
        if (jwk[name])
            key[name] = Buffer.from(jwk[name], 'base64url');
    }
    return key;
}

// The public part of a vault's key, wherever that is kept.
export function publicKeyOf({ key }) {
    const jwk = { kty: key.kty.replace('-HSM', '') };
    if (key.crv)
        jwk.crv = otherName(key.crv);
    for (const name of ['n', 'e', 'x', 'y']) {
        if (key[name])
            jwk[name] = Buffer.from(key[name]).toString('base64url');
    }
    return createPublicKey({ key: jwk, format: 'jwk' });
}
