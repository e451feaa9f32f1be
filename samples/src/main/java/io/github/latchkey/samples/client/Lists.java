package io.github.latchkey.samples.client;

import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchListException;
import io.github.latchkey.batch.Filter;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.Page;
import io.github.latchkey.batch.model.TaskState;
import io.github.latchkey.batch.task.Task;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists: of chosen members and elements, by page, and from where another one ended. */
final class Lists {

    private Lists() {}

    static Flux<Task> failed(BatchClient batch) {
        // tag::options[]
        ListOptions failed = ListOptions.builder()
                .filter(Filter.where("state")
                        .eq(TaskState.COMPLETED)
                        .and(Filter.where("executionInfo/exitCode").ne(0)))
                .select("id", "executionInfo")
                .maxResults(500)
                .build();
        Flux<Task> tasks = batch.tasks("nightly").list(failed);
        // end::options[]
        return tasks;
    }

    static Mono<List<String>> firstTen(BatchClient batch) {
        // tag::demand[]
        Mono<List<String>> ids =
                batch.jobs().list().map(job -> job.id()).take(10).collectList();
        // end::demand[]
        return ids;
    }

    static Flux<Task> byPage(BatchClient batch, @Nullable String savedLink, Consumer<String> save) {
        // tag::pages[]
        ListOptions.Builder options = ListOptions.builder().maxResults(100);
        if (savedLink != null) {
            options.continueFrom(savedLink);
        }
        Flux<Task> tasks = batch.tasks("nightly")
                .list(options.build())
                .pages()
                .doOnNext(page -> page.nextLink().ifPresent(save))
                .concatMapIterable(Page::elements);
        // end::pages[]
        return tasks;
    }

    static Flux<Task> goingOn(BatchClient batch) {
        // tag::resume[]
        ListOptions hundreds = ListOptions.builder().maxResults(100).build();
        Flux<Task> tasks = batch.tasks("nightly")
                .list(hundreds)
                .onErrorResume(
                        BatchListException.class,
                        broken -> batch.tasks("nightly")
                                .list(broken.continueFrom()
                                        .map(link -> ListOptions.builder()
                                                .continueFrom(link)
                                                .build())
                                        .orElse(hundreds))
                                .skip(broken.delivered()));
        // end::resume[]
        return tasks;
    }
}
