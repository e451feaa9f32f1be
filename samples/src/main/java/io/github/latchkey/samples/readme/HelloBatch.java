package io.github.latchkey.samples.readme;

// tag::hello[]
import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.testkit.FakeAzure;

// end::hello[]
/** The README's block of code. */
// tag::hello[]
public class HelloBatch {

    // end::hello[]
    private HelloBatch() {}

    /**
     * Lists the jobs of an account.
     *
     * @param args none
     */
    // tag::hello[]
    public static void main(String[] args) {
        // In Azure: Credential.environment(System.getenv()) and the URL of your account.
        try (FakeAzure azure = FakeAzure.start()) {
            BatchClient batch = BatchClient.builder()
                    .accountUrl(azure.batch().url())
                    .credential(Credential.environment(azure.environment()))
                    .httpClient(azure.httpClient())
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
// end::hello[]
