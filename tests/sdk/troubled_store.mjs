// SPDX-License-Identifier: Apache-2.0
// A second store, served beside the first: the token of one of its Premium vaults can be taken out, the other's PIN has
// been changed by somebody else.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ServedStore } from './served_store.mjs';
import { addToken, changePin } from './soft_tokens.mjs';

const newPin = '4321';

export async function makeTroubledStore(program, token, faultModule) {
    const store = await ServedStore.make(program);
    const vaults = {
        'sdk-away': { module: faultModule, label: 'removable token' },
        'sdk-changed': { module: token.module, label: 'changed token' },
    };
    const officer = await store.command('app', 'create', 'officer');
    for (const [name, { module, label }] of Object.entries(vaults)) {
        await addToken(label);
        await store.command('vault', 'create', name, '--sku', 'premium', '--hsm-module', module, '--hsm-token', label,
            '--pin-file', token.pinFile);
        await store.command('grant', '--vault', name, '--app', 'officer', '--role', 'Key Vault Administrator');
        await store.command('key', 'create', 'hardware', '--vault', name, '--type', 'EC-HSM');
    }
    await changePin(token, vaults['sdk-changed'].label, newPin);
    const newPinFile = join(store.folder, 'new-pin');
    await writeFile(newPinFile, `${newPin}\n`, { mode: 0o600 });
    // The module of the first vault looks for this file.
    const awayFile = join(store.folder, 'away');
    process.env.STRONGROOM_TOKEN_AWAY = awayFile;
    const facts = await store.serve();
    return { store, facts: { ...facts, applications: { officer }, program, folder: store.folder, newPinFile,
        oldPinFile: token.pinFile, awayFile } };
}
