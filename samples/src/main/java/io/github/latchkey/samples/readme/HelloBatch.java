package io.github.latchkey.samples.readme;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;

/** The README's block of code. */
public final class HelloBatch {

    private HelloBatch() {}

    /**
     * Lists the jobs of an account.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // In Azure: Credential.clientSecret(tenantId, clientId, secret) and the URL of your account.
        try (FakeEntra entra = FakeEntra.start();
                FakeBatch fake = FakeBatch.builder().issuer(entra).start()) {
            BatchClient batch = BatchClient.builder()
                    .accountUrl(fake.url())
                    .credential(Credential.clientSecret()
                            .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                            .tenantId(entra.tenantId())
                            .clientId(entra.clientId())
                            .clientSecret(entra.clientSecret())
                            .build())
                    .httpClient(entra.httpClient())
                    .build();
            batch.jobs()
                    .list()
                    .map(Job::id)
                    .collectList()
                    .doOnNext(ids -> System.out.println("Jobs: " + ids))
                    .then(batch.close())
                    .block();
        }
    }
}
