package io.github.latchkey.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.io.File;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged jar as strangers use it: started as a process, its lines parsed, and every printed value put to use with
 * nothing but what the JDK has.
 */
class StandaloneIT {

    private static final String USER_SCOPE = "https://batch.core.windows.net//user_impersonation offline_access openid";
    private static final Path EXAMPLE = Path.of("..", "docs", "guides", "testkit-standalone.example.json");
    private static final String API = "?api-version=2024-07-01.20.0";

    private static StandaloneProcess kit;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        kit = StandaloneProcess.start();
        client = Pem.trusting(Path.of(kit.value("CA_PEM")));
    }

    @AfterAll
    static void close() {
        kit.close();
    }

    @Test
    void lines_default_beginWithThePromisedOnesInOrder() {
        assertThat(kit.values().keySet().stream().limit(13))
                .containsExactly(
                        "ENTRA_AUTHORITY",
                        "TENANT_ID",
                        "CLIENT_ID",
                        "CLIENT_SECRET",
                        "BATCH_ENDPOINT",
                        "BATCH_ACCOUNT",
                        "BATCH_KEY",
                        "CA_PEM",
                        "CLIENT_CERT_PEM",
                        "USER_NAME",
                        "USER_PASSWORD",
                        "DEVICE_APPROVE_URL",
                        "REDIRECT_URI");
        assertThat(kit.values().values())
                .allSatisfy(value -> assertThat(value)
                        .as("safe for shells that read the lines as assignments")
                        .matches("[\\w./:@~+{}=?%-]+"));
        assertThat(kit.errors()).as("nothing to complain about").isEmpty();
    }

    @Test
    void authority_asPrinted_isTheHostAlone() {
        assertThat(URI.create(kit.value("ENTRA_AUTHORITY")).getPath()).isEmpty();
        assertThat(kit.value("ENTRA_AUTHORITY")).startsWith("https://localhost:");
    }

    @Test
    void secret_asPrinted_getsATokenThatBatchTakes() throws Exception {
        JsonNode answer = token(Map.of(
                "grant_type", "client_credentials",
                "client_id", kit.value("CLIENT_ID"),
                "client_secret", kit.value("CLIENT_SECRET"),
                "scope", kit.value("BATCH_SCOPE")));

        assertThat(listPools("Bearer " + answer.path("access_token").asText(), null))
                .isEqualTo(200);
    }

    @Test
    void addresses_putTogetherSlightlyWrong_work() throws Exception {
        String tenant = kit.value("TENANT_ID");
        for (String path : new String[] {"//" + tenant, "/" + tenant + "/" + tenant, ""}) {
            HttpResponse<String> answer =
                    get(kit.value("ENTRA_AUTHORITY") + path + "/v2.0/.well-known/openid-configuration");

            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(Json.read(answer.body()).path("token_endpoint").asText())
                    .as(path)
                    .isEqualTo(kit.value("ENTRA_AUTHORITY") + "/" + tenant + "/oauth2/v2.0/token");
        }
    }

    @Test
    void certificate_asPrinted_getsAToken() throws Exception {
        String audience = kit.value("ENTRA_AUTHORITY") + "/" + kit.value("TENANT_ID") + "/oauth2/v2.0/token";

        JsonNode answer = token(Map.of(
                "grant_type", "client_credentials",
                "client_id", kit.value("CLIENT_ID"),
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                        Pem.assertion(Path.of(kit.value("CLIENT_CERT_PEM")), kit.value("CLIENT_ID"), audience),
                "scope", kit.value("BATCH_SCOPE")));

        assertThat(claims(answer.path("access_token").asText()).path("appidacr").asText())
                .isEqualTo("2");
    }

    @Test
    void userAndPassword_asPrinted_getAToken() throws Exception {
        JsonNode answer = token(Map.of(
                "grant_type", "password",
                "client_id", kit.value("CLIENT_ID"),
                "username", kit.value("USER_NAME"),
                "password", kit.value("USER_PASSWORD"),
                "scope", USER_SCOPE));

        assertThat(claims(answer.path("access_token").asText()).path("upn").asText())
                .isEqualTo(kit.value("USER_NAME"));
    }

    @Test
    void deviceCode_approvedByPost_getsAToken() throws Exception {
        JsonNode device = Json.read(post(
                        tenantUrl("/oauth2/v2.0/devicecode"),
                        Map.of("client_id", kit.value("CLIENT_ID"), "scope", USER_SCOPE))
                .body());
        Map<String, String> redemption = Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                "client_id", kit.value("CLIENT_ID"),
                "device_code", device.path("device_code").asText());
        assertThat(post(tenantUrl("/oauth2/v2.0/token"), redemption).body()).contains("authorization_pending");

        HttpResponse<String> approval = post(
                kit.value("DEVICE_APPROVE_URL")
                        .replace("{user_code}", device.path("user_code").asText()),
                Map.of());

        assertThat(approval.statusCode()).isBetween(200, 299);
        assertThat(claims(token(redemption).path("access_token").asText())
                        .path("upn")
                        .asText())
                .isEqualTo(kit.value("USER_NAME"));
    }

    @Test
    void key_asPrinted_isTakenByBatch() throws Exception {
        SharedKey signer = new SharedKey(kit.value("BATCH_ACCOUNT"), kit.value("BATCH_KEY"));
        String date = SharedKey.now();

        assertThat(listPools(signer.get("/pools", "api-version", "2024-07-01.20.0", date), date))
                .isEqualTo(200);
        assertThat(listPools(
                        new SharedKey(kit.value("BATCH_ACCOUNT"), "d3Jvbmc=")
                                .get("/pools", "api-version", "2024-07-01.20.0", date),
                        date))
                .isEqualTo(403);
    }

    @Test
    void managedIdentity_asPrinted_getsAToken() throws Exception {
        String query = "?resource=" + encode(kit.value("BATCH_RESOURCE"));
        HttpResponse<String> appService = client.send(
                HttpRequest.newBuilder(
                                URI.create(kit.value("MANAGED_IDENTITY_ENDPOINT") + query + "&api-version=2019-08-01"))
                        .header("X-IDENTITY-HEADER", kit.value("MANAGED_IDENTITY_HEADER"))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> imds = client.send(
                HttpRequest.newBuilder(URI.create(kit.value("MANAGED_IDENTITY_IMDS_HOST")
                                + "/metadata/identity/oauth2/token" + query + "&api-version=2018-02-01"))
                        .header("Metadata", "true")
                        .build(),
                BodyHandlers.ofString());

        assertThat(listPools(
                        "Bearer "
                                + Json.read(appService.body())
                                        .path("access_token")
                                        .asText(),
                        null))
                .isEqualTo(200);
        assertThat(listPools(
                        "Bearer " + Json.read(imds.body()).path("access_token").asText(), null))
                .isEqualTo(200);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void files_asPrinted_areForTheirOwnerOnly() throws Exception {
        Path key = Path.of(kit.value("CLIENT_CERT_PEM"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    /** One life of one process, because each costs a second. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void process_withAutoApprove_signsInWithoutAPerson_andEndsCleanly(@TempDir Path authority) throws Exception {
        try (StandaloneProcess own = StandaloneProcess.start("--auto-approve", "--ca-dir", authority.toString())) {
            HttpClient trusting = Pem.trusting(Path.of(own.value("CA_PEM")));
            assertThat(Path.of(own.value("CA_PEM"))).hasParentRaw(authority.toAbsolutePath());
            String base = own.value("ENTRA_AUTHORITY") + "/" + own.value("TENANT_ID") + "/oauth2/v2.0";
            String verifier = "a-verifier-that-is-long-enough-for-the-protocol-1";

            HttpResponse<String> redirect = trusting.send(
                    HttpRequest.newBuilder(URI.create(base + "/authorize?client_id=" + own.value("CLIENT_ID")
                                    + "&response_type=code&state=s1&redirect_uri=" + encode(own.value("REDIRECT_URI"))
                                    + "&scope=" + encode(USER_SCOPE) + "&code_challenge=" + Pem.challenge(verifier)
                                    + "&code_challenge_method=S256"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(redirect.statusCode()).isEqualTo(302);
            String location = redirect.headers().firstValue("Location").orElseThrow();
            assertThat(location).startsWith(own.value("REDIRECT_URI")).contains("state=s1");
            Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location);
            assertThat(code.find()).isTrue();
            HttpResponse<String> token = trusting.send(
                    form(
                            base + "/token",
                            Map.of(
                                    "grant_type", "authorization_code",
                                    "client_id", own.value("CLIENT_ID"),
                                    "code", code.group(1),
                                    "redirect_uri", own.value("REDIRECT_URI"),
                                    "code_verifier", verifier)),
                    BodyHandlers.ofString());
            assertThat(Json.read(token.body()).path("access_token").asText()).isNotEmpty();

            Path directory = Path.of(own.value("CLIENT_CERT_PEM")).getParent();
            assertThat(own.terminate()).isIn(0, 143);
            assertThat(own.line()).as("nothing after READY").isNull();
            assertThat(own.errors()).isEmpty();
            assertThat(directory).doesNotExist();
            assertThat(authority).as("the kept authority").isDirectoryContaining("glob:**ca.pem");
        }
    }

    @Test
    void sockets_default_areOnLoopbackOnly() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        assumeThat(others).as("addresses of this machine besides loopback").isNotEmpty();

        for (String key : List.of("ENTRA_AUTHORITY", "BATCH_ENDPOINT", "ADMIN_URL", "MANAGED_IDENTITY_ENDPOINT")) {
            int port = URI.create(kit.value(key)).getPort();
            for (InetAddress other : others) {
                assertThatThrownBy(() -> new Socket(other, port).close())
                        .as(key + " at " + other)
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void version_asked_isThatOfTheJar() {
        try (StandaloneProcess asked = StandaloneProcess.launch("--version")) {
            assertThat(asked.line()).matches("latchkey-testkit-standalone \\d+\\.\\d+\\.\\S+");
            assertThat(asked.exitCode()).isZero();
        }
    }

    /** All options of one start together, because each start costs a second. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has all of 127.0.0.0/8")
    void options_allTogether_doWhatTheySay(@TempDir Path authority) throws Exception {
        int entraPort = freePort();
        int batchPort = freePort();
        int adminPort = freePort();
        String pem;
        try (StandaloneProcess own = StandaloneProcess.start(
                "--config",
                EXAMPLE.toString(),
                "--host",
                "127.0.0.2",
                "--entra-port",
                "" + entraPort,
                "--batch-port",
                "" + batchPort,
                "--admin-host",
                "127.0.0.2",
                "--admin-port",
                "" + adminPort,
                "--certificate-name",
                "kit.example",
                "--ca-dir",
                authority.toString(),
                "--seed",
                "7",
                "--auto-approve")) {
            assertThat(own.value("ENTRA_AUTHORITY")).isEqualTo("https://127.0.0.2:" + entraPort);
            assertThat(own.value("BATCH_ENDPOINT")).isEqualTo("https://127.0.0.2:" + batchPort);
            assertThat(own.value("ADMIN_URL")).isEqualTo("http://127.0.0.2:" + adminPort);
            assertThat(own.value("SEED")).isEqualTo("7");
            assertThat(own.value("TENANT_ID")).isEqualTo("6f1d3a52-9c84-4b7e-a0f1-2d5c8e7b9a10");
            assertThat(own.value("CLIENT_SECRET")).isEqualTo("renders-secret");
            assertThat(own.value("USER_NAME")).isEqualTo("grace@northwind.example");
            assertThat(own.value("BATCH_ACCOUNT")).isEqualTo("renders");
            assertThat(own.value("BATCH_ACCOUNT_2")).isEqualTo("archive");

            HttpClient trusting = Pem.trusting(Path.of(own.value("CA_PEM")));
            String base = own.value("ENTRA_AUTHORITY") + "/" + own.value("TENANT_ID") + "/oauth2/v2.0";
            JsonNode device = Json.read(trusting.send(
                            form(
                                    base + "/devicecode",
                                    Map.of("client_id", own.value("CLIENT_ID"), "scope", USER_SCOPE)),
                            BodyHandlers.ofString())
                    .body());
            JsonNode token = Json.read(trusting.send(
                            form(
                                    base + "/token",
                                    Map.of(
                                            "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                                            "client_id", own.value("CLIENT_ID"),
                                            "device_code",
                                                    device.path("device_code").asText())),
                            BodyHandlers.ofString())
                    .body());
            assertThat(claims(token.path("access_token").asText()).path("upn").asText())
                    .isEqualTo(own.value("USER_NAME"));
            HttpResponse<String> pools = trusting.send(
                    HttpRequest.newBuilder(URI.create(own.value("BATCH_ENDPOINT") + "/jobs" + API))
                            .header(
                                    "Authorization",
                                    "Bearer " + token.path("access_token").asText())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(pools.statusCode()).as(pools.body()).isEqualTo(200);
            assertThat(names(authority, entraPort)).contains("kit.example", "127.0.0.2", "localhost");
            try (Socket admin = new Socket("127.0.0.2", adminPort)) {
                admin.getOutputStream()
                        .write("GET /api/clock HTTP/1.1\r\nHost: kit.example\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(admin.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200")
                        .contains("2027-01-01T08:00:00Z");
            }
            pem = Files.readString(Path.of(own.value("CA_PEM")));

            HttpResponse<InputStream> events = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(own.value("ADMIN_URL") + "/api/events"))
                                    .build(),
                            BodyHandlers.ofInputStream());
            assertThat(events.body().read()).isPositive();
            assertThat(own.terminate()).as("while somebody listens to events").isEqualTo(143);
            assertThat(own.errors()).isEmpty();
        }
        try (StandaloneProcess again = StandaloneProcess.start("--ca-dir", authority.toString())) {
            assertThat(Files.readString(Path.of(again.value("CA_PEM")))).isEqualTo(pem);
            assertThat(Pem.trusting(Path.of(again.value("CA_PEM")))
                            .send(
                                    HttpRequest.newBuilder(URI.create(again.value("ENTRA_AUTHORITY")
                                                    + "/common/v2.0/.well-known/openid-configuration"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "9999999999999999999"})
    void seed_ofTheMachineThatIsNone_isExitCode2WithoutAStackTrace(String seed) {
        try (StandaloneProcess own = StandaloneProcess.launch(List.of("-Dlatchkey.testkit.seed=" + seed))) {
            assertThat(own.exitCode()).isEqualTo(2);
            assertThat(own.line()).isNull();
            assertThat(own.errors())
                    .contains("latchkey.testkit.seed: '" + seed + "'")
                    .doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void host_ofIpv6_isPrintedInBracketsAndWarnedOfWhereOthersReachIt() throws Exception {
        assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .as("addresses of this machine")
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        try (StandaloneProcess own = StandaloneProcess.start("--host", "[::1]", "--admin-host", "0.0.0.0")) {
            assertThat(own.value("ENTRA_AUTHORITY")).startsWith("https://[::1]:");
            assertThat(own.value("BATCH_ENDPOINT")).startsWith("https://[::1]:");
            assertThat(own.value("ADMIN_URL")).startsWith("http://localhost:");
            assertThat(own.errors()).contains("--admin-host 0.0.0.0").doesNotContain("--host ::1");
            HttpClient trusting = Pem.trusting(Path.of(own.value("CA_PEM")));
            JsonNode token = Json.read(trusting.send(
                            form(
                                    own.value("ENTRA_AUTHORITY") + "/" + own.value("TENANT_ID") + "/oauth2/v2.0/token",
                                    Map.of(
                                            "grant_type", "client_credentials",
                                            "client_id", own.value("CLIENT_ID"),
                                            "client_secret", own.value("CLIENT_SECRET"),
                                            "scope", own.value("BATCH_SCOPE"))),
                            BodyHandlers.ofString())
                    .body());
            HttpResponse<String> jobs = trusting.send(
                    HttpRequest.newBuilder(URI.create(own.value("BATCH_ENDPOINT") + "/jobs" + API))
                            .header(
                                    "Authorization",
                                    "Bearer " + token.path("access_token").asText())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(jobs.statusCode()).as(jobs.body()).isEqualTo(200);
        }
    }

    /** The keys are written before {@code READY}; from the first file on, a signal finds something to clean up. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void signal_whileTheProgramStarts_leavesNoFiles(@TempDir Path temporary) throws Exception {
        try (StandaloneProcess own =
                StandaloneProcess.launch(List.of("-Djava.io.tmpdir=" + temporary.toAbsolutePath()))) {
            while (own.isAlive() && !isWritten(temporary)) {
                Thread.onSpinWait();
            }
            assertThat(own.terminate()).isEqualTo(143);
            assertThat(own.errors()).isEmpty();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    private static boolean isWritten(Path directory) {
        File[] made = directory.toFile().listFiles((parent, name) -> name.startsWith("latchkey-testkit-"));
        return made != null && made.length > 0;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            return socket.getLocalPort();
        }
    }

    private static List<String> names(Path authority, int port) throws Exception {
        SSLContext context = TestAuthority.keptIn(authority).sslContext();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.2", port)) {
            socket.startHandshake();
            X509Certificate server = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return server.getSubjectAlternativeNames().stream()
                    .map(name -> name.get(1).toString())
                    .toList();
        }
    }

    @Test
    void badConfiguration_everyFaultIsNamed_andNothingStarts(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), """
                {"apps": [{"clientId": "no-guid"}],
                 "users": [{"name": "ada"}],
                 "seeed": 1}
                """);
        try (StandaloneProcess bad = StandaloneProcess.launch("--config", file.toString())) {
            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.line()).isNull();
            assertThat(bad.errors())
                    .contains("/apps/0/clientId", "/users/0", "'password' is missing", "'seeed' is unknown");
        }
    }

    private static JsonNode token(Map<String, String> form) throws Exception {
        HttpResponse<String> answer = post(tenantUrl("/oauth2/v2.0/token"), form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }

    private static String tenantUrl(String path) {
        return kit.value("ENTRA_AUTHORITY") + "/" + kit.value("TENANT_ID") + path;
    }

    private static int listPools(String authorization, @org.jspecify.annotations.Nullable String date)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(kit.value("BATCH_ENDPOINT") + "/pools" + API))
                .header("Authorization", authorization);
        if (date != null) {
            request.header("ocp-date", date);
        }
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String address, Map<String, String> form) throws Exception {
        return client.send(form(address, form), BodyHandlers.ofString());
    }

    private static HttpRequest form(String address, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode claims(String token) {
        return Json.read(new String(
                java.util.Base64.getUrlDecoder()
                        .decode(Arrays.asList(token.split("\\.", -1)).get(1)),
                StandardCharsets.UTF_8));
    }
}
