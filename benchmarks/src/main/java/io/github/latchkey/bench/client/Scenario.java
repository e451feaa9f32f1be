package io.github.latchkey.bench.client;

/** What a contender is asked to do. */
enum Scenario {
    /** {@code GET /jobs}: one page of 100 jobs, decoded. */
    LIST_PAGE(100),
    /** {@code POST /jobs/{id}/addtaskcollection}: 100 tasks that are there already, encoded; 100 results, decoded. */
    ADD_COLLECTION(100),
    /** {@code GET /jobs/{id}}: one job, decoded. */
    GET(1),
    /** {@code GET /jobs/{id}/tasks} and all pages after it, 1,000 tasks a page; one request is one list. */
    STREAM(-1),
    /** As many collections as it takes to add so many tasks, made while they are taken; one request is all of them. */
    BULK_ADD(-1);

    private final int elements;

    Scenario(int elements) {
        this.elements = elements;
    }

    /** How many elements one request must give, with lists of so many tasks. */
    int elements(int tasks) {
        return elements < 0 ? tasks : elements;
    }
}
