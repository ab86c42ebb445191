// SPDX-License-Identifier: Apache-2.0
// The SDK's clients as an application would make them. Nothing is switched off but the instance
// discovery of the public cloud, which no authority of one's own can answer.
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { KeyClient } from '@azure/keyvault-keys';
import { SecretClient } from '@azure/keyvault-secrets';

export const facts = JSON.parse(process.env.STRONGROOM_FACTS);

// `of`: the store it signs in to.
export function credentialOf(name, changes = {}, of = facts) {
    const { tenantId, clientId, clientSecret } = { ...of.applications[name], ...changes };
    return new ClientSecretCredential(tenantId, clientId, clientSecret, {
        authorityHost: of.authority,
        disableInstanceDiscovery: true,
    });
}

export function certificateCredentialOf(name, certificatePath = facts.certificateFile) {
    const { tenantId, clientId } = facts.applications[name];
    return new ClientCertificateCredential(tenantId, clientId, { certificatePath }, {
        authorityHost: facts.authority,
        disableInstanceDiscovery: true,
    });
}

// `container`: a vault or a pool.
const urlOf = container => facts.vaults[container] ?? facts.pools[container] ?? facts.troubled.vaults[container];

export function secretsOf(container, credential, options = {}) {
    return new SecretClient(urlOf(container), credential, { retryOptions: { maxRetries: 0 }, ...options });
}

export function keysOf(container, credential, options = {}) {
    return new KeyClient(urlOf(container), credential, { retryOptions: { maxRetries: 0 }, ...options });
}

// Plain requests with a token, for what the SDK does itself or refuses to send.
export function askerOf(url, credential, resource = 'https://vault.localhost') {
    return async (method, path, content) => {
        const { token } = await credential.getToken(`${resource}/.default`);
        const answer = await fetch(`${url}${path}?api-version=7.4`, {
            method,
            headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
            body: content === undefined ? undefined : JSON.stringify(content),
        });
        const body = await answer.text();
        return { status: answer.status, body: body === '' ? null : JSON.parse(body) };
    };
}

export const poll = { intervalInMs: 10 };

export async function collect(pages) {
    const items = [];
    for await (const item of pages)
        items.push(item);
    return items;
}

// The error that `work` ends with; a promise that is kept is a failure of the test.
export async function errorOf(work) {
    try {
        await work;
    } catch (error) {
        return error;
    }
    throw new Error('this should have been refused');
}

// error.innererror.code of the answer, as the SDK hands it on.
export function innerCodeOf(error) {
    return error.details.error.innerError?.code;
}
