// SPDX-License-Identifier: Apache-2.0
// A store of its own, served by the real program for the time of one test run, and the applications
// that sign in to it. Used by run.mjs, which then starts the tests with what programs are told.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export class ServedStore {
    static async make(program) {
        const folder = await mkdtemp(join(tmpdir(), 'strongroom-sdk-'));
        const store = new ServedStore(program, folder);
        await writeFile(store.passphraseFile, 'a passphrase of the test only\n', { mode: 0o600 });
        await store.command('store', 'create');
        return store;
    }

    constructor(program, folder) {
        this.program = program;
        this.folder = folder;
        this.passphraseFile = join(folder, 'passphrase');
        this.path = join(folder, 'store');
    }

    // Runs one command with --json and gives its answer.
    async command(...words) {
        const { stdout } = await execute(this.program, [...words, '--store', this.path, '--passphrase-file',
            this.passphraseFile, '--json'], { maxBuffer: 64 * 1024 * 1024 });
        return stdout.trim() === '' ? null : JSON.parse(stdout);
    }

    async serve(...options) {
        this.server = spawn(this.program, ['serve', '--port', '0', '--store', this.path, '--passphrase-file',
            this.passphraseFile, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
        const lines = createInterface({ input: this.server.stdout });
        for await (const line of lines) {
            const facts = JSON.parse(line);
            if (facts.ready)
                return facts;
        }
        throw new Error('strongroom serve ended before it was ready');
    }

    // How the server ended: a number, or the name of a signal.
    async stop() {
        const ended = new Promise(resolve => this.server.once('exit', (code, signal) => resolve(signal ?? code)));
        this.server.kill('SIGTERM');
        return ended;
    }

    async remove() {
        await rm(this.folder, { recursive: true, force: true });
    }
}
