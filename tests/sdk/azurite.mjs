// SPDX-License-Identifier: Apache-2.0
// A blob service of this machine for backups: Azurite, where "npm ci" was said in the folder azurite/.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createProxy, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = join(dirname(fileURLToPath(import.meta.url)), 'azurite', 'node_modules', '.bin', 'azurite-blob');
const account = 'devstoreaccount1';
// The published key of the development account (Azurite, documentation); it opens nothing else.
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export const isInstalled = existsSync(program);

async function freePort() {
    const server = createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise(resolve => server.close(resolve));
    return port;
}

// A SAS of the account for blobs and containers, with the permissions `allowed` (Storage REST, account SAS).
export function sasOf(allowed) {
    const expires = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+Z/, 'Z');
    const version = '2018-11-09';
    const text = [account, allowed, 'b', 'co', '', expires, '', 'https,http', version, ''].join('\n');
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
    return new URLSearchParams({ sv: version, ss: 'b', srt: 'co', sp: allowed, se: expires, spr: 'https,http',
        sig: signature }).toString();
}

export class Azurite {
    static async start() {
        const azurite = new Azurite();
        azurite.folder = await mkdtemp(join(tmpdir(), 'strongroom-blobs-'));
        const port = await freePort();
        azurite.process = spawn(program, ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--location',
            azurite.folder, '--silent', '--skipApiVersionCheck', '--disableTelemetry'], { stdio: 'ignore' });
        azurite.url = await azurite.#serveAccount(port);
        for (let tries = 0; ; ++tries) {
            try {
                await fetch(azurite.url);
                return azurite;
            } catch (error) {
                if (tries === 100)
                    throw error;
                await sleep(100);
            }
        }
    }

    // The address of the account, with containers right below it as in the service: Azurite puts the account between,
    // which the clients take for a container.
    async #serveAccount(port) {
        this.proxy = createProxy((asked, answer) => {
            const passed = request({ host: '127.0.0.1', port, method: asked.method, headers: asked.headers,
                path: `/${account}${asked.url}` }, blobs => {
                answer.writeHead(blobs.statusCode, blobs.headers);
                blobs.pipe(answer);
            });
            passed.on('error', () => answer.destroy());
            asked.pipe(passed);
        });
        await new Promise(resolve => this.proxy.listen(0, '127.0.0.1', resolve));
        return `http://127.0.0.1:${this.proxy.address().port}`;
    }

    // A new container; its address.
    async container(name) {
        const made = await fetch(`${this.url}/${name}?restype=container&${sasOf('rwlc')}`,
            { method: 'PUT', headers: { 'x-ms-version': '2023-11-03' } });
        if (made.status !== 201)
            throw new Error(`the container was not made: ${made.status}`);
        return `${this.url}/${name}`;
    }

    async stop() {
        const ended = new Promise(resolve => this.process.once('exit', resolve));
        this.process.kill();
        this.proxy.close();
        await ended; // it writes until then
        await rm(this.folder, { recursive: true, force: true });
    }
}
