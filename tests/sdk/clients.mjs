// SPDX-License-Identifier: Apache-2.0
// The SDK's clients as an application would make them. Nothing is switched off but the instance
// discovery of the public cloud, which no authority of one's own can answer.
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';

export const facts = JSON.parse(process.env.STRONGROOM_FACTS);

export function credentialOf(name, changes = {}) {
    const { tenantId, clientId, clientSecret } = { ...facts.applications[name], ...changes };
    return new ClientSecretCredential(tenantId, clientId, clientSecret, {
        authorityHost: facts.authority,
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

export function secretsOf(vault, credential, options = {}) {
    return new SecretClient(facts.vaults[vault], credential, { retryOptions: { maxRetries: 0 }, ...options });
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
