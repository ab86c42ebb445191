// SPDX-License-Identifier: Apache-2.0
// Tokens of SoftHSM2 in a folder of their own. Which folder that is, the module reads from the environment of every
// process that is started from here.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const pin = '1234';

export async function makeTokens(folder) {
    const token = {
        module: '/usr/lib/softhsm/libsofthsm2.so', pin, pinFile: join(folder, 'pin'),
        premium: 'premium token', pool: 'pool token',
    };
    const tokenFolder = join(folder, 'tokens');
    const configuration = join(folder, 'softhsm2.conf');
    await mkdir(tokenFolder);
    await writeFile(configuration, `directories.tokendir = ${tokenFolder}\nlog.level = ERROR\n`);
    await writeFile(token.pinFile, `${pin}\n`, { mode: 0o600 });
    process.env.SOFTHSM2_CONF = configuration;
    for (const label of [token.premium, token.pool])
        await addToken(label);
    return token;
}

export async function addToken(label) {
    await execute('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', '5678', '--pin', pin]);
}

export async function changePin(token, label, newPin) {
    await execute('pkcs11-tool', ['--module', token.module, '--token-label', label, '--login', '--pin', pin,
        '--change-pin', '--new-pin', newPin]);
}
