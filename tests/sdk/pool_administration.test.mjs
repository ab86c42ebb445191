// SPDX-License-Identifier: Apache-2.0
// The administration of a pool: by the clients of Microsoft's Python SDK, and by plain requests for what they lack.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { constants, createHash, createPublicKey, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Azurite, isInstalled, sasOf } from './azurite.mjs';
import { askerOf, credentialOf, facts } from './clients.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const url = facts.pools['sdk-pool'];
const hasPython = spawnSync('/usr/bin/python3', ['-c', 'import azure.keyvault.administration, azure.identity']).status === 0;
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
let azurite;

before(async () => {
    if (isInstalled)
        azurite = await Azurite.start();
});
after(() => azurite?.stop());

test('the administration clients of Python', { skip: hasPython ? false : 'Debian\'s python3-azure is not installed' },
    async t => {
        const { administrator, stranger } = facts.applications;
        const environment = {
            ...process.env, POOL_URL: url, AUTHORITY: facts.authority, TENANT_ID: facts.tenantId,
            CLIENT_ID: administrator.clientId, CLIENT_SECRET: administrator.clientSecret,
            STRANGER_ID: stranger.clientId, STRANGER_SECRET: stranger.clientSecret,
            STRANGER_OBJECT_ID: stranger.objectId, REQUESTS_CA_BUNDLE: process.env.NODE_EXTRA_CA_CERTS,
        };
        if (azurite) {
            environment.CONTAINER_URL = await azurite.container('python');
            environment.SAS_TOKEN = sasOf('rwlc');
        } else {
            t.diagnostic('Azurite is not installed: backups were left out');
        }
        const python = spawn('/usr/bin/python3', [join(here, 'pool_administration.py')], { env: environment });
        let words = '';
        python.stderr.on('data', text => words += text);
        const code = await new Promise(resolve => python.once('exit', resolve));
        assert.equal(code, 0, words);
        t.diagnostic(words.trim());
    });

describe('the security domain', () => {
    const ask = () => askerOf(url, credentialOf('administrator'), 'https://managedhsm.localhost');
    const holders = [1, 2, 3].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
    const jwkOf = key => ({ ...key.publicKey.export({ format: 'jwk' }), alg: 'RSA-OAEP-256', use: 'enc' });
    const thumbprintOf = key => {
        const { e, kty, n } = key.publicKey.export({ format: 'jwk' });
        return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
    };

    test('is split among holders, and comes back by enough of them', async () => {
        const administrator = ask();
        const downloaded = await administrator('POST', '/securitydomain/download',
            { certificates: holders.map(jwkOf), required: 2 });
        assert.equal(downloaded.status, 202);
        const domain = JSON.parse(downloaded.body.value);
        assert.deepEqual(domain.shares.map(share => share.holder), holders.map(thumbprintOf));
        assert.equal((await administrator('GET', '/securitydomain/download/pending')).body.status, 'Success');

        const transfer = await administrator('GET', '/securitydomain/upload');
        assert.equal(transfer.body.key_format, 'jwk');
        const transferKey = createPublicKey({ key: transfer.body.transfer_key, format: 'jwk' });
        const rewrapped = [0, 2].map(i => {
            const share = privateDecrypt({ key: holders[i].privateKey, ...oaep },
                Buffer.from(domain.shares[i].wrapped, 'base64url'));
            const { kty, n, e } = transfer.body.transfer_key;
            return {
                holder: createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url'),
                wrapped: publicEncrypt({ key: transferKey, ...oaep }, share).toString('base64url'),
            };
        });
        const send = shares => administrator('POST', '/securitydomain/upload',
            { value: JSON.stringify({ ...domain, shares }) });
        assert.equal((await send(rewrapped.slice(0, 1))).status, 400);
        assert.equal((await send(rewrapped)).status, 202);
        assert.equal((await administrator('GET', '/securitydomain/upload/pending')).body.status, 'Success');
    });

    test('is given to administrators only', async () => {
        const officer = askerOf(url, credentialOf('officer'), 'https://managedhsm.localhost');
        const refused = await officer('POST', '/securitydomain/download',
            { certificates: holders.map(jwkOf), required: 2 });
        assert.equal(refused.status, 403);
    });
});
