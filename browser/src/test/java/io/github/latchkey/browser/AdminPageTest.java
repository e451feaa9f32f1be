package io.github.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.admin.AdminServer;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** The page that shows running fakes to people. */
@InBrowser
class AdminPageTest {

    private static final String POOL = """
            {"id": "render-pool", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 4, "virtualMachineConfiguration": {
              "imageReference": {"publisher": "canonical", "offer": "jammy", "sku": "22_04-lts"},
              "nodeAgentSKUId": "batch.node.ubuntu 22.04"}}
            """;

    private final TestClock clock = TestClock.frozenAt(Instant.parse("2027-01-01T08:00:00Z"));
    private final FakeAzure azure =
            FakeAzure.builder().clock(clock).batch(batch -> batch.pool(POOL)).start();
    private final AdminServer admin = AdminServer.start(azure);
    private final BatchClient batch = BatchClient.builder()
            .accountUrl(azure.batch().url())
            .credential(Credential.clientSecret()
                    .cloud(Cloud.custom("fake", azure.entra().authorityHost(), Cloud.PUBLIC.batchResource()))
                    .tenantId(azure.entra().tenantId())
                    .clientId(azure.entra().clientId())
                    .clientSecret(azure.entra().clientSecret())
                    .build())
            .httpClient(azure.httpClient())
            .build();

    private void open(Browser browser) {
        browser.open(admin.uri());
        browser.see("Live");
    }

    @AfterEach
    void close() {
        batch.close().block();
        admin.close();
        azure.close();
    }

    @Test
    void page_workAsItHappens_isShownWithoutReloading(Browser browser) {
        open(browser);
        browser.see("render-pool");
        browser.see("No request yet.");
        assertThat(browser.text()).contains("2027-01-01 08:00:00 UTC", "No job.", "No token yet.");

        run("frames", 40);

        browser.see("40 waiting");
        browser.see("POST /jobs");
        browser.see("Task_AddCollection");
        browser.see("for https://batch.core.windows.net/");

        clock.advance(Duration.ofHours(1));

        browser.see("40 succeeded");
        assertThat(progress(browser, "frames").getDomAttribute("aria-valuenow")).isEqualTo("40");
        assertThat(browser.driver().getPageSource())
                .doesNotContain(azure.entra().clientSecret())
                .doesNotContain(azure.batch().accountKey());
    }

    @Test
    void clock_frozenAndAdvancedByKeyboard_moves(Browser browser) {
        open(browser);
        browser.type("Advance the clock by", "90m");
        browser.keys(Keys.ENTER);

        browser.see("2027-01-01 09:30:00 UTC");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2027-01-01T09:30:00Z"));

        browser.press("Run");
        browser.see("running");
        assertThat(clock.isFrozen()).isFalse();
        browser.press("Freeze");
        browser.see("frozen");
    }

    @Test
    void clock_advancedByNonsense_saysWhatWouldBeRight(Browser browser) {
        open(browser);
        browser.type("Advance the clock by", "soon");
        browser.press("Advance");

        browser.see("must be a duration such as");
    }

    @Test
    void fault_addedAndRemovedByKeyboard_isInForceInBetween(Browser browser) {
        open(browser);
        browser.driver().findElement(By.id("fault-server")).sendKeys("Batch");
        browser.type("Path", "/jobs/{id}");
        browser.field("What goes wrong").sendKeys("403");
        browser.keys(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Add");
        browser.keys(Keys.ENTER);
        browser.see("Batch /jobs/{id}: status 403");

        assertThat(Objects.requireNonNull(batch.jobs().get("any").materialize().block())
                        .getThrowable())
                .hasMessageContaining("403");
        browser.see("has met 1 of 1 requests");

        browser.driver().findElement(By.cssSelector("#fault-list button")).sendKeys(Keys.ENTER);
        browser.see("Nothing goes wrong.");
        assertThat(azure.batch().faults().rules()).isEmpty();
    }

    @Test
    void fault_removedByKeyboard_leavesTheKeyboardAtTheNextOneAndThenAtTheHeading(Browser browser) throws Exception {
        open(browser);
        for (String path : List.of("/one", "/two", "/three")) {
            post("{\"server\": \"batch\", \"path\": \"" + path + "\", \"fault\": \"hang\"}");
        }
        browser.see("Batch /three: hang");
        browser.driver().findElement(By.cssSelector("#fault-list button")).sendKeys(Keys.ENTER);

        for (String next : List.of("Batch /two: hang", "Batch /three: hang")) {
            browser.waitFor(page -> ("Remove the rule " + next)
                            .equals(((ChromeDriver) page)
                                    .executeScript("return document.activeElement.getAttribute('aria-label')"))
                    ? page
                    : null);
            browser.keys(Keys.ENTER);
        }
        browser.see("Nothing goes wrong.");
        assertThat(browser.focused().getText()).isEqualTo("Faults");
    }

    @Test
    void focus_goingUpThePage_isNeverBehindTheHeader(Browser browser) {
        open(browser);
        run("frames", 1);
        browser.see("for https://batch");
        ChromeDriver chrome = (ChromeDriver) browser.driver();
        for (int width : List.of(1000, 1400)) {
            chrome.manage().window().setSize(new Dimension(width, 500));
            assertThat(chrome.executeScript("""
                    const header = document.querySelector('header');
                    const hidden = [];
                    for (const one of document.querySelectorAll('main :is(button, input, select, summary)')) {
                      scrollTo(0, document.body.scrollHeight);
                      one.focus();
                      if (one.getBoundingClientRect().top < header.getBoundingClientRect().bottom) {
                        hidden.push(one.id || one.textContent);
                      }
                    }
                    return hidden.join(', ');""")).as("at a width of %s", width).isEqualTo("");
        }
    }

    @Test
    void pause_pressed_isToldByItsStateAlone(Browser browser) {
        open(browser);
        browser.press("Pause");
        WebElement pause = browser.driver().findElement(By.id("pause"));
        batch.jobs().get("while-paused").materialize().block();

        assertThat(pause.getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(pause.getText()).isEqualTo("Pause");
        assertThat(browser.text()).doesNotContain("while-paused");
        browser.press("Pause");
        browser.see("GET /jobs/while-paused");
        assertThat(pause.getDomAttribute("aria-pressed")).isEqualTo("false");
    }

    @Test
    void journal_requestWhileItIsFetched_isShownAboveThoseBefore(Browser browser) {
        batch.jobs().get("before").materialize().block();
        ChromeDriver chrome = (ChromeDriver) browser.driver();
        chrome.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                const real = window.fetch;
                window.fetch = async (...what) => {
                  const answer = await real(...what);
                  if (String(what[0]).includes("journal")) {
                    const text = await answer.text();
                    await new Promise((go) => { window.go = go; });
                    return new Response(text, answer);
                  }
                  return answer;
                };"""));
        browser.open(admin.uri());
        browser.waitFor(page -> Boolean.TRUE.equals(chrome.executeScript("return 'go' in window")) ? page : null);
        chrome.executeScript("""
                window.heard = false;
                new EventSource("api/events").addEventListener("request", () => { window.heard = true; });""");
        browser.waitFor(page -> {
            batch.jobs().get("meanwhile").materialize().block();
            return Boolean.TRUE.equals(chrome.executeScript("return window.heard")) ? page : null;
        });
        chrome.executeScript("window.go()");

        browser.see("GET /jobs/before");
        browser.see("GET /jobs/meanwhile");
        String text = browser.text();
        assertThat(text.indexOf("GET /jobs/meanwhile")).isLessThan(text.indexOf("GET /jobs/before"));
    }

    @Test
    void journal_clearedAndWrittenAtOnce_showsNothingOfBefore(Browser browser) {
        open(browser);
        batch.jobs().get("before").materialize().block();
        browser.see("GET /jobs/before");
        long total = azure.journal().total();

        azure.journal().clear();
        while (azure.journal().total() < total) {
            batch.jobs().get("after").materialize().block();
        }

        browser.see("GET /jobs/after");
        browser.waitFor(page -> browser.text().contains("GET /jobs/before") ? null : page);
    }

    @Test
    void journal_narrowedDown_showsErrorsAndTheirDetails(Browser browser) {
        open(browser);
        run("frames", 1);
        batch.jobs().get("missing").materialize().block();
        browser.see("GET /jobs/missing");

        browser.driver().findElement(By.id("only-errors")).sendKeys(Keys.SPACE);
        browser.waitFor(page -> !browser.text().contains("Task_AddCollection") ? page : null);
        browser.driver().findElement(By.cssSelector("#requests summary")).sendKeys(Keys.ENTER);

        browser.see("api-version=");
        browser.see("Bearer ***");
        browser.type("Containing", "no such text");
        browser.see("No request fits.");
    }

    @Test
    void reset_confirmed_emptiesEverything(Browser browser) {
        open(browser);
        run("frames", 1);
        browser.see("1 waiting");

        browser.press("Reset");
        browser.driver().switchTo().alert().accept();

        browser.see("No job.");
        browser.see("No request yet.");
    }

    @Test
    void names_withMarkup_areShownAsText(Browser browser) throws Exception {
        String markup = "<img src=x onerror=document.title='hacked'><b>bold</b>";
        azure.entra()
                .directory()
                .save(EntraUser.builder("eve@contoso.example", "a-password")
                        .names(markup, "Example")
                        .build());
        open(browser);
        post("{\"server\": \"entra\", \"path\": \"/" + markup + "\", \"fault\": {\"contentType\": \"text/" + markup
                + "\"}}");
        batch.jobs().get("missing").materialize().block();
        azure.httpClient()
                .headers(headers -> headers.set("User-Agent", markup).set("Content-Type", "text/" + markup))
                .post()
                .uri(azure.entra().authorityHost() + "/nothing?q=" + URLEncoder.encode(markup, StandardCharsets.UTF_8))
                .send(ByteBufFlux.fromString(Mono.just(markup)))
                .response()
                .block();
        azure.httpClient()
                .headers(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded"))
                .post()
                .uri(azure.entra().authority() + "/oauth2/v2.0/token")
                .send(ByteBufFlux.fromString(Mono.just("grant_type=password&username=eve@contoso.example"
                        + "&password=a-password&client_id=" + azure.entra().clientId() + "&scope="
                        + URLEncoder.encode(
                                "https://batch.core.windows.net//user_impersonation", StandardCharsets.UTF_8))))
                .response()
                .block();

        browser.see("Entra ID /" + markup + ": contentType text/" + markup);
        browser.see("POST /nothing");
        browser.type("Containing", "/nothing");
        browser.driver().findElement(By.cssSelector("#requests summary")).click();
        browser.see("POST /nothing?q=" + markup);
        browser.see("User-Agent: " + markup);
        browser.see("eve@contoso.example");
        browser.driver().findElement(By.cssSelector("#token-list summary")).click();
        browser.see("\"given_name\": \"" + markup + "\"");
        browser.press("Show");
        browser.see("Microsoft.Batch/batchAccounts/jobs/read");
        assertThat(browser.driver().findElements(By.cssSelector("img:not([alt]), b, script:not([src])")))
                .as("elements that the page itself does not have")
                .isEmpty();
        assertThat(browser.driver().getTitle()).doesNotContain("hacked");
    }

    @Test
    void page_ofAProgramThatHasStartedAgain_showsNothingOfTheOneBefore(Browser browser) throws Exception {
        open(browser);
        run("frames", 1);
        batch.jobs().get("of-the-first").materialize().block();
        browser.see("GET /jobs/of-the-first");
        String url = azure.batch().url().toString();
        browser.see(url);
        admin.close();

        try (FakeAzure second = FakeAzure.start();
                AdminServer again =
                        AdminServer.builder(second).port(admin.uri().getPort()).start()) {
            for (int i = 0; i < 2; i++) {
                second.httpClient()
                        .get()
                        .uri(second.batch().url() + "/jobs/of-the-second?api-version=2024-07-01.20.0")
                        .response()
                        .block();
            }
            browser.see("GET /jobs/of-the-second");
            browser.see("No token yet.");
            browser.see(second.batch().url().toString());
            assertThat(browser.text()).doesNotContain("of-the-first", "Task_AddCollection", url);
            assertThat(again.uri()).isEqualTo(admin.uri());
        }
    }

    private void post(String rule) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(admin.uri() + "/api/faults"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(rule))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void permissions_asked_showTheSmallestRole(Browser browser) {
        open(browser);
        run("frames", 1);

        browser.press("Show");

        browser.see("Microsoft.Batch/batchAccounts/jobs/write");
    }

    @Test
    void page_lightAndDark_wideAndNarrow_passesTheChecker(Browser browser) throws IOException {
        open(browser);
        run("frames", 40);
        run("thumbnails", 80);
        clock.advance(Duration.ofMillis(150));
        batch.jobs().get("missing").materialize().block();
        browser.see("GET /jobs/missing");
        browser.see("for https://batch");
        browser.driver().findElement(By.cssSelector("#token-list summary")).click();
        ChromeDriver chrome = (ChromeDriver) browser.driver();
        for (String scheme : List.of("light", "dark")) {
            chrome.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            for (int width : List.of(1400, 420)) {
                chrome.manage().window().setSize(new Dimension(width, 1200));
                Files.write(
                        Files.createDirectories(Path.of("target", "screenshots"))
                                .resolve("admin-" + scheme + "-" + width + ".png"),
                        ((TakesScreenshot) chrome).getScreenshotAs(OutputType.BYTES));
                assertAccessible(browser, scheme + " " + width);
                assertThat(chrome.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                        .as("no sideways scrolling, " + width)
                        .isEqualTo(true);
            }
        }
        chrome.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        chrome.manage().window().setSize(new Dimension(1400, 1200));
        assertThat(chrome.executeScript("return performance.getEntriesByType('resource')"
                        + ".filter(one => !one.name.startsWith(location.origin + '/')).length"))
                .as("loads from elsewhere")
                .isEqualTo(0L);
    }

    private void run(String job, int tasks) {
        batch.jobs()
                .create(JobCreate.builder()
                        .id(job)
                        .poolInfo(
                                PoolInformation.builder().poolId("render-pool").build())
                        .build())
                .thenMany(batch.tasks(job)
                        .addAll(Flux.range(1, tasks)
                                .map(i -> TaskCreate.builder()
                                        .id("task-" + i)
                                        .commandLine("true")
                                        .build())))
                .blockLast();
    }

    private static WebElement progress(Browser browser, String job) {
        return browser.driver().findElement(By.cssSelector("[aria-label='Tasks of " + job + "']"));
    }

    @SuppressWarnings("deprecation") // The newer mode opens a window for what it finds in frames; there are none here.
    private static void assertAccessible(Browser browser, String what) {
        assertThat(new AxeBuilder()
                        .setLegacyMode(true)
                        .analyze(browser.driver())
                        .getViolations())
                .as(what)
                .extracting(rule -> Map.entry(rule.getId(), rule.getNodes().toString()))
                .isEmpty();
    }
}
