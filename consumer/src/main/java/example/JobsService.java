package example;

import io.github.latchkey.batch.BatchClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Lists the ids of an account's jobs, one on a line. */
final class JobsService {

    private JobsService() {}

    static RouterFunction<ServerResponse> routes(BatchClient batch) {
        return RouterFunctions.route()
                .GET("/jobs", request -> ServerResponse.ok()
                        .body(batch.jobs().list().map(job -> job.id() + "\n"), String.class))
                .build();
    }
}
