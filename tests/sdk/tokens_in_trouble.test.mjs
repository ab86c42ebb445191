// SPDX-License-Identifier: Apache-2.0
// A Premium vault whose token is taken out or whose PIN is wrong: its keys say so in the service's form, all else in the
// vault works on, and so do the keys once the token can be opened again.
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { CryptographyClient } from '@azure/keyvault-keys';

import { collect, credentialOf, errorOf, facts, keysOf, secretsOf } from './clients.mjs';
import { signsWithEc } from './key_uses.mjs';
import { ServedStore } from './served_store.mjs';

const { troubled } = facts;
const credential = credentialOf('officer', {}, troubled);
const command = (...words) => new ServedStore(troubled.program, troubled.folder).command(...words);
const clientOf = key => new CryptographyClient(key, credential, { retryOptions: { maxRetries: 0 } });
const digest = Buffer.alloc(32, 7);

async function keysOfTheTokenSay(vault, sentence) {
    const keys = keysOf(vault, credential);
    const key = await keys.getKey('hardware'); // its public part is in the store
    for (const refused of [() => clientOf(key).sign('ES256', digest), () => keys.createEcKey('more', { hsm: true }),
        () => keys.rotateKey('hardware')]) {
        const error = await errorOf(refused());
        assert.equal(error.statusCode, 503);
        assert.equal(error.code, 'ServiceUnavailable');
        assert.match(error.message, sentence);
    }
    const { stdout, stderr } = await errorOf(command('hsm', 'test', '--vault', vault));
    assert.match(stdout + stderr, sentence);
    assert.equal((await errorOf(keys.getKey('more'))).statusCode, 404);
    assert.equal((await collect(keys.listPropertiesOfKeyVersions('hardware'))).length, 1);
}

async function allElseWorks(vault) {
    const keys = keysOf(vault, credential);
    const software = await keys.createEcKey('software');
    assert.equal(software.keyType, 'EC');
    await signsWithEc(clientOf(software), software);
    const secrets = secretsOf(vault, credential);
    await secrets.setSecret('secret', 'value');
    assert.equal((await secrets.getSecret('secret')).value, 'value');
    assert.ok((await collect(keys.listPropertiesOfKeys())).some(({ name }) => name === 'hardware'));
}

async function theKeyWorks(vault) {
    const key = await keysOf(vault, credential).getKey('hardware');
    await signsWithEc(clientOf(key), key);
}

test('a token is taken out and put back', async () => {
    await theKeyWorks('sdk-away');
    await writeFile(troubled.awayFile, '');
    await keysOfTheTokenSay('sdk-away', /token/);
    await allElseWorks('sdk-away');
    await rm(troubled.awayFile);
    await theKeyWorks('sdk-away');
    const made = await keysOf('sdk-away', credential).createEcKey('more', { hsm: true });
    await signsWithEc(clientOf(made), made);
});

test('a PIN is wrong until somebody gives the right one', async () => {
    await keysOfTheTokenSay('sdk-changed', /PIN/);
    await allElseWorks('sdk-changed');
    await assert.rejects(command('hsm', 'pin', '--vault', 'sdk-changed', '--pin-file', troubled.oldPinFile));
    await command('hsm', 'pin', '--vault', 'sdk-changed', '--pin-file', troubled.newPinFile);
    await theKeyWorks('sdk-changed');
    const made = await keysOf('sdk-changed', credential).createEcKey('more', { hsm: true });
    await signsWithEc(clientOf(made), made);
});
