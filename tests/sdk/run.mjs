// SPDX-License-Identifier: Apache-2.0
// Starts strongroom serve on a new store and runs the test files against it.
//   node run.mjs PROGRAM FAULT_MODULE
// Node reads NODE_EXTRA_CA_CERTS once at its start, so the tests are a second process.
import { execFile, spawn } from 'node:child_process';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { authorityName, makeAuthority } from './attestation.mjs';
import { ServedStore } from './served_store.mjs';
import { makeTokens } from './soft_tokens.mjs';
import { makeTroubledStore } from './troubled_store.mjs';

const execute = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const [, , program, faultModule] = process.argv;

const store = await ServedStore.make(program);
let troubled;
let code = 1;
try {
    await store.command('vault', 'create', 'sdk-rbac', '--rbac', '--retention-days', '7');
    await store.command('vault', 'create', 'sdk-policies', '--access-policies', '--retention-days', '90');
    await store.command('vault', 'create', 'sdk-protected', '--rbac', '--purge-protection');
    await store.command('vault', 'create', 'sdk-keys', '--rbac', '--retention-days', '7');
    const officer = await store.command('app', 'create', 'officer');
    const reader = await store.command('app', 'create', 'reader');
    const stranger = await store.command('app', 'create', 'stranger');
    const administrator = await store.command('app', 'create', 'administrator');
    const releaser = await store.command('app', 'create', 'releaser');
    for (const vault of ['sdk-rbac', 'sdk-protected'])
        await store.command('grant', '--vault', vault, '--app', 'officer', '--role', 'Key Vault Secrets Officer');
    await store.command('grant', '--vault', 'sdk-rbac', '--app', 'reader', '--role', 'Key Vault Secrets User');
    for (const vault of ['sdk-keys', 'sdk-protected'])
        await store.command('grant', '--vault', vault, '--app', 'officer', '--role', 'Key Vault Crypto Officer');
    await store.command('grant', '--vault', 'sdk-keys', '--app', 'reader', '--role', 'Key Vault Crypto User');
    await store.command('grant', '--vault', 'sdk-policies', '--app', 'officer', '--permissions',
        'secrets=get,list,set,delete,recover,purge,backup,restore', 'keys=create,get');
    await store.command('grant', '--vault', 'sdk-policies', '--app', 'reader', '--permissions', 'secrets=get',
        'keys=get,encrypt');

    // A Premium vault and a pool, each with a token of its own.
    const token = await makeTokens(store.folder);
    const inToken = label => ['--hsm-module', token.module, '--hsm-token', label, '--pin-file', token.pinFile];
    await store.command('vault', 'create', 'sdk-premium', '--sku', 'premium', ...inToken(token.premium));
    await store.command('grant', '--vault', 'sdk-premium', '--app', 'officer', '--role', 'Key Vault Administrator');
    await store.command('pool', 'create', 'sdk-pool', ...inToken(token.pool));
    for (const role of ['Managed HSM Crypto User', 'Managed HSM Crypto Officer',
        'Managed HSM Crypto Service Release User'])
        await store.command('grant', '--pool', 'sdk-pool', '--app', 'officer', '--role', role);
    await store.command('grant', '--vault', 'sdk-premium', '--app', 'releaser', '--role',
        'Key Vault Crypto Service Release User');
    await store.command('grant', '--pool', 'sdk-pool', '--app', 'releaser', '--role',
        'Managed HSM Crypto Service Release User');
    await store.command('grant', '--pool', 'sdk-pool', '--app', 'reader', '--role',
        'Managed HSM Crypto Service Encryption User');
    for (const role of ['Managed HSM Administrator', 'Managed HSM Crypto User', 'Managed HSM Crypto Officer'])
        await store.command('grant', '--pool', 'sdk-pool', '--app', 'administrator', '--role', role);

    // Who attests the environments that keys are released to.
    const authority = makeAuthority();
    const keySetFile = join(store.folder, 'attestation.jwks');
    await writeFile(keySetFile, JSON.stringify(authority.keySet));
    await store.command('authority', 'set', authorityName, '--jwks', keySetFile);

    // A program that signs in with a certificate: the file holds its key too, which stays with the program.
    const certificateFile = join(store.folder, 'officer.pem');
    const certificateOnly = join(store.folder, 'officer-certificate.pem');
    await execute('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=officer', '-days', '30',
        '-keyout', certificateFile, '-out', certificateOnly]);
    await appendFile(certificateFile, await readFile(certificateOnly));
    await store.command('app', 'add-certificate', 'officer', '--file', certificateOnly);

    const facts = await store.serve('--managed-identity', 'reader');
    troubled = await makeTroubledStore(program, token, faultModule);
    const caFile = join(store.folder, 'both.pem');
    await writeFile(caFile, Buffer.concat([await readFile(facts.caFile), await readFile(troubled.facts.caFile)]));
    const tests = (await readdir(here)).filter(name => name.endsWith('.test.mjs')).map(name => join(here, name));
    const runner = spawn(process.execPath, ['--test', ...tests], {
        stdio: 'inherit',
        env: {
            ...process.env,
            NODE_EXTRA_CA_CERTS: caFile,
            STRONGROOM_FACTS: JSON.stringify({ ...facts,
                applications: { officer, reader, stranger, administrator, releaser }, certificateFile, token,
                attestationKey: authority.privateKey, troubled: troubled.facts }),
            IDENTITY_ENDPOINT: facts.managedIdentity.IDENTITY_ENDPOINT,
            IDENTITY_HEADER: facts.managedIdentity.IDENTITY_HEADER,
        },
    });
    code = await new Promise(resolve => runner.once('exit', resolve));
    for (const served of [store, troubled.store]) {
        const ended = await served.stop();
        if (ended !== 0) {
            console.error(`strongroom serve did not stop cleanly on SIGTERM: ${ended}`);
            code = 1;
        }
        const audit = await served.command('audit', 'verify');
        if (!audit.intact) {
            console.error('the audit log does not verify after the run');
            code = 1;
        }
    }
} finally {
    await store.remove();
    await troubled?.store.remove();
}
process.exit(code);
