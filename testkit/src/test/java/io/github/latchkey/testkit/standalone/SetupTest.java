package io.github.latchkey.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.rbac.RoleAssignment;
import io.github.latchkey.testkit.batch.state.BatchSnapshot.PoolView;
import io.github.latchkey.testkit.document.Document;
import io.github.latchkey.testkit.document.Problem;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {

    private static final String CONTOSO = "aaaaaaaa-1111-4111-8111-111111111111";
    private static final String NORTHWIND = "bbbbbbbb-2222-4222-8222-222222222222";

    private static final Path EXAMPLE = Path.of("..", "docs", "guides", "testkit-standalone.example.json");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void example_ofTheGuide_startsAsItSays() throws Exception {
        Document document = Document.read(Files.readString(EXAMPLE));
        Setup setup = Setup.read(document, directory);
        assertThat(document.problems()).isEmpty();

        try (FakeAzure azure = setup.azure().start()) {
            assertThat(azure.seed()).isEqualTo(42);
            assertThat(azure.clock().isFrozen()).isTrue();
            assertThat(azure.clock().instant()).isEqualTo(Instant.parse("2027-01-01T08:00:00Z"));
            assertThat(azure.accounts())
                    .extracting(account -> account.accountName())
                    .containsExactly("renders", "archive");
            assertThat(azure.batch("renders").snapshot().pools())
                    .extracting(PoolView::id)
                    .containsExactly("small");
            assertThat(azure.batch("renders").access().assignments())
                    .extracting(RoleAssignment::principalId)
                    .containsExactly(
                            azure.entra()
                                    .directory()
                                    .app(setup.shown().clientId())
                                    .orElseThrow()
                                    .servicePrincipalId(setup.shown().tenantId()),
                            azure.entra()
                                    .directory()
                                    .user("grace@northwind.example")
                                    .orElseThrow()
                                    .objectId());
            assertThat(azure.entra().directory().app(FakeEntra.DEFAULT_CLIENT_ID))
                    .as("the default application is there besides")
                    .isPresent();
        }
        assertThat(setup.shown().userName()).isEqualTo("grace@northwind.example");
        assertThat(setup.shown().clientSecret()).isEqualTo("renders-secret");
        assertThat(setup.faults()).hasSize(2);
    }

    @Test
    void read_usersAndTokens_areAsDescribed() {
        Setup setup = Setup.read(Document.read("""
                        {"tokens": {"deviceCodeInterval": "2s"},
                         "users": [
                           {"name": "old@contoso.example", "password": "p", "passwordExpired": true},
                           {"name": "root@contoso.example", "password": "p", "administrator": true}]}
                        """), directory);

        try (FakeAzure azure = setup.azure().start()) {
            String scope = "&scope=https%3A%2F%2Fbatch.core.windows.net%2F%2F.default&client_id="
                    + azure.entra().clientId() + "&client_secret="
                    + azure.entra().clientSecret();
            String password = "grant_type=password&password=p&username=";

            assertThat(AzureCalls.entra(azure, "devicecode", scope)
                            .path("interval")
                            .asInt())
                    .isEqualTo(2);
            assertThat(AzureCalls.entra(azure, "token", password + "old@contoso.example" + scope)
                            .path("suberror")
                            .asText())
                    .isEqualTo("user_password_expired");
            AzureCalls.entra(azure, "token", password + "root@contoso.example" + scope);
            assertThat(azure.entra().issuedTokens())
                    .last()
                    .satisfies(claims -> assertThat(claims.path("wids")).hasSize(2));
        }
    }

    @Test
    void read_shownSecret_isOneThatDoesNotExpire() {
        Setup setup = Setup.read(Document.read("""
                        {"apps": [{"clientId": "11111111-1111-4111-8111-111111111111", "secrets":
                         [{"value": "old", "expires": "2020-01-01T00:00:00Z"}, "good", "other"]}]}
                        """), directory);

        assertThat(setup.shown().clientSecret()).isEqualTo("good");
    }

    @Test
    void read_clockOfEntra_isAheadOfAllOthers() {
        Setup setup = Setup.read(
                Document.read(
                        "{\"clock\": {\"start\": \"2027-01-01T00:00:00Z\", \"frozen\": true, \"entraAhead\": \"20m\"}}"),
                directory);

        try (FakeAzure azure = setup.azure().start()) {
            AzureCalls.entra(
                    azure,
                    "token",
                    "grant_type=client_credentials&scope=https%3A%2F%2Fbatch.core.windows.net%2F%2F.default&client_id="
                            + azure.entra().clientId() + "&client_secret="
                            + azure.entra().clientSecret());
            assertThat(azure.entra().issuedTokens())
                    .last()
                    .satisfies(claims -> assertThat(
                                    Instant.ofEpochSecond(claims.path("iat").asLong()))
                            .isBetween(Instant.parse("2027-01-01T00:15:00Z"), Instant.parse("2027-01-01T00:20:00Z")));
            assertThat(azure.clock().instant()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        }
    }

    @Test
    void read_nothing_isTheDefault() {
        Setup setup = Setup.read(Document.read("{}"), directory);

        assertThat(setup.shown().tenantId()).isEqualTo(FakeEntra.DEFAULT_TENANT_ID);
        assertThat(setup.accounts()).containsExactly("latchkeytest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'seed': 'x'} | /seed",
                "{'tenants': [{'domains': ['a.example']}]} | /tenants/0",
                "{'apps': [{'clientId': '1', 'secrets': [5]}]} | /apps/0/clientId, /apps/0/secrets/0",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'tenants':"
                        + " ['22222222-2222-4222-8222-222222222222']}]} | /apps/0/tenants/0",
                "{'apps': [{'clientId': '1-1-1-1-1', 'tenants': ['1-1-1-1-1']}]} |"
                        + " /apps/0/clientId, /apps/0/tenants/0",
                "{'users': [{'name': 'a@b.c', 'password': 'p', 'tenant': '22222222-2222-4222-8222-222222222222'}],"
                        + " 'managedIdentities': [{'clientId': '11111111-1111-4111-8111-111111111111', 'tenant':"
                        + " '22222222-2222-4222-8222-222222222222'}]} | /users/0/tenant, /managedIdentities/0/tenant",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'certificates': ['none.pem', '-----BEGIN"
                        + " CERTIFICATE-----']}]} | /apps/0/certificates/0, /apps/0/certificates/1",
                "{'users': [{'name': 'ada', 'password': 'p'}]} | /users/0/name",
                "{'users': [{'name': 'a@b.c', 'password': 'p', 'secondFactor': 'often'}]} | /users/0/secondFactor",
                "{'accounts': [{'name': 'No Name', 'key': '?'}]} | /accounts/0/name, /accounts/0/key",
                "{'accounts': [{'limits': {'poolQuota': -1, 'poolQuotas': 1}}]} |"
                        + " /accounts/0/limits/poolQuota, /accounts/0/limits/poolQuotas",
                "{'accounts': [{'tasks': [{'task': 'a', 'command': 'b', 'files': {'/x': 'y'}}]}]} |"
                        + " /accounts/0/tasks/0, /accounts/0/tasks/0/files/~1x",
                "{'roles': [{'role': 'King', 'principal': 'nobody'}]} | /roles/0/role, /roles/0/principal",
                "{'roles': [{'account': 'other', 'role': {'name': ''}, 'principal': 'ada@contoso.example'}]} |"
                        + " /roles/0/account, /roles/0/role, /roles/0/role/name",
                "{'roles': [{'principal': 'ada@contoso.example', 'role': {'Name': 'r', 'Action': ['*'],"
                        + " 'AssignableScopes': ['/', 'here']}}]} | /roles/0/role/Action, /roles/0/role/AssignableScopes/1",
                "{'roles': [{'principal': 'ada@contoso.example', 'role': {'roleName': 'r', 'permissions': 'none',"
                        + " 'assignableScopes': ['/'], 'Actions': ['*']}}]} |"
                        + " /roles/0/role/permissions, /roles/0/role/Actions",
                "{'roles': [{'principal': 'ada@contoso.example', 'role': {'properties': {'roleName': 'r', 'permissions':"
                        + " [{'action': ['*'], 'dataActions': [1]}], 'assignableScopes': []}, 'kind': 'x'}}]} |"
                        + " /roles/0/role/properties/permissions/0/action,"
                        + " /roles/0/role/properties/permissions/0/dataActions/0,"
                        + " /roles/0/role/properties/assignableScopes, /roles/0/role/kind",
                "{'pools': [{'id': 'p', 'vmSize': 'small'}]} | /pools/0",
                "{'pools': [{'id': 5, 'targetDedicatedNodes': 'x', 'taskSlotPerNode': 1,"
                        + " 'startTask': {'commandLine': 'c', 'resourceFiles': [{}, {'httpUrl': 1}]}}]} | /pools/0,"
                        + " /pools/0/id, /pools/0/targetDedicatedNodes, /pools/0/taskSlotPerNode,"
                        + " /pools/0/startTask/resourceFiles/1/httpUrl",
                "{'accounts': [{'authentication': []}]} | /accounts/0/authentication",
                "{'accounts': [{'timings': {'poolResize': '999999999999d'}}], 'pools': [{'id': 'p'}]} |"
                        + " /accounts/0/timings/poolResize, /pools/0",
                "{'clock': {'entraAhead': '999999999999d'}} | /clock/entraAhead",
                "{'clock': {'start': '9999-12-31T23:00:00Z', 'entraAhead': '2h'}} | /clock/entraAhead",
                "{'faults': [{'server': 'mail'}]} | /faults/0, /faults/0/server",
                "{'faults': [{'server': 'batch', 'method': 'PSOT', 'path': '/jobs?x=1', 'fault': 'hang'}]} |"
                        + " /faults/0/method, /faults/0/path",
                "{'faults': [{'server': 'entra', 'form': {'a': 'b'}, 'fault': 'reset-before-body'}]} | /faults/0/form",
                "{'faults': [{'server': 'batch', 'account': 'none', 'fault': 'hang'}]} | /faults/0/account",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'secrets': ['two words']}], 'users':"
                        + " [{'name': 'a b@c.example', 'password': 'x\\nREADY\\nBATCH_KEY=evil'}]} |"
                        + " /apps/0/secrets/0, /users/0/name, /users/0/password",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'secrets': [{'value': 'tab\\t'}]}],"
                        + " 'accounts': [{'audience': 'api://a\\u0007'}]} |"
                        + " /apps/0/secrets/0/value, /accounts/0/audience",
                "{'faults': [{'server': 'batch', 'path': 'jobs', 'probability': 2, 'fault': {'code': 'Nonsense'}}]} |"
                        + " /faults/0/path, /faults/0/probability, /faults/0/fault/code",
                "{'faults': [{'server': 'entra', 'account': 'x', 'fault': 'explode'}]} | /faults/0/account, /faults/0/fault",
                "{'tokens': {'lifetime': '1ms'}} | /tokens/lifetime",
                "{'clock': {'start': 'yesterday', 'frozen': 1}} | /clock/start, /clock/frozen",
                "{'clock': {'start': '+12027-01-01T00:00:00Z', 'entraAhead': '1m', 'entraBehind': '1m'}} |"
                        + " /clock/start, /clock",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'webRedirectUris': ['not an address'],"
                        + " 'publicRedirectUris': ['localhost/path']}]} |"
                        + " /apps/0/webRedirectUris/0, /apps/0/publicRedirectUris/0",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'consented':"
                        + " {'https://graph.microsoft.com': ['User.Read'], 'api://11111111-1111-4111-8111-111111111111': ['x'],"
                        + " 'grpah': ['User.Read']}}]} | /apps/0/consented/grpah",
                "{'accounts': [{'applications': {'a b': ['1'], 'good': ['1.0', 'no good', 5]}}]} |"
                        + " /accounts/0/applications/a b, /accounts/0/applications/good/1, /accounts/0/applications/good/2",
                "{'apps': [{'clientId': '11111111-1111-4111-8111-111111111111', 'federatedCredentials':"
                        + " [{'issuer': 'no address', 'subject': 's'}]}]} | /apps/0/federatedCredentials/0/issuer",
                "{'tenants': [{'id': '11111111-1111-4111-8111-111111111111', 'domains': ['a b', 'same.example']},"
                        + " {'id': '22222222-2222-4222-8222-222222222222', 'domains': ['Same.example']}]} |"
                        + " /tenants/0/domains/0, /tenants/1/domains/0",
                "{'tokens': {'lifetime': '10m', 'refreshIn': '10m'}} | /tokens/refreshIn",
                "{'managedIdentities': [{'clientId': '11111111-1111-4111-8111-111111111111'},"
                        + " {'clientId': '22222222-2222-4222-8222-222222222222'}]} | /managedIdentities/1",
                "{'accounts': [{'tenant': '22222222-2222-4222-8222-222222222222', 'audience': 'batch'}]} |"
                        + " /accounts/0/tenant, /accounts/0/audience",
                "{'accounts': [{'timings': {'shortestTask': '2s', 'longestTask': '1s'}}]} | /accounts/0/timings",
                "{'roles': [{'principal': 'ada@contoso.example', 'role': {'roleName': 'Elsewhere', 'permissions': [],"
                        + " 'assignableScopes': ['/subscriptions/11111111-1111-4111-8111-111111111111']}}]} | /roles/0",
                "{'accounts': [{'strictRoles': 1, 'throttling': {'busyTasks': 1, 'per': '1s', 'poolPause': '0s'}}]} |"
                        + " /accounts/0/strictRoles, /accounts/0/throttling/busyTasks, /accounts/0/throttling,"
                        + " /accounts/0/throttling/poolPause",
                "{'accounts': [{'throttling': {'requests': 3, 'per': '0s'}}]} | /accounts/0/throttling/per",
                "{'faults': [{'server': 'batch', 'fault': {'expireSecrets': 'nobody'}},"
                        + " {'server': 'entra', 'fault': {'entraAhead': 'much'}},"
                        + " {'server': 'entra', 'fault': {'entraAhead': '1m', 'entraBehind': '1m'}}]} |"
                        + " /faults/0/fault/expireSecrets, /faults/1/fault/entraAhead, /faults/2/fault",
                "{'faults': [{'server': 'batch', 'nth': [], 'fault': 'hang'}]} | /faults/0/nth",
                "{'faults': [{'server': 'entra', 'form': {'a': 'b'}, 'fault': 'resetBeforeBody'}]} | /faults/0/form",
                "{'faults': [{'server': 'entra', 'fault': {'code': 'ServerBusy'}}]} | /faults/0/fault/code",
                "{'faults': [{'server': 'batch', 'endpoint': 'token', 'fault': {'aadsts': 50076}}]} |"
                        + " /faults/0/endpoint, /faults/0/fault/aadsts",
                "{'faults': [{'server': 'managedIdentity', 'fault': {'claims': '{}'}}]} | /faults/0/fault/claims",
                "{'faults': [{'server': 'batch', 'fault': {'throttle': {'until': 'soon', 'for': 1}}}]} |"
                        + " /faults/0/fault/throttle/until, /faults/0/fault/throttle/for",
            })
    void read_faults_areAllNamedWithTheirPlace(String json, String pointers) {
        Document document = Document.read(json.replace('\'', '"'));
        Setup.read(document, directory);

        assertThat(document.problems().stream().map(Problem::pointer).distinct())
                .containsExactlyInAnyOrder(pointers.split(",\\s*", -1));
    }

    @Test
    void read_blanksInWhatIsNotPrinted_areNoFault() {
        Setup setup = read("""
                {"apps": [{"clientId": "11111111-1111-4111-8111-111111111111", "secrets": ["good", "two words"]},
                          {"clientId": "22222222-2222-4222-8222-222222222222", "secrets": ["two words"]}],
                 "users": [{"name": "a@b.example", "password": "p"}, {"name": "c@d.example", "password": "two words"}]}
                """);

        assertThat(setup.shown().clientSecret()).isEqualTo("good");
    }

    @Test
    void read_tenantAlone_isThatOfTheDefaultPeople() throws Exception {
        Setup setup = read("{\"tenants\": [{\"id\": \"" + NORTHWIND + "\"}]}");

        try (FakeAzure azure = setup.azure().start()) {
            assertThat(setup.shown().tenantId()).isEqualTo(NORTHWIND);
            for (int i = 0; i < 2; i++) {
                assertThat(jobs(azure, setup.shown(), NORTHWIND)).isEqualTo(200);
                assertThat(AzureCalls.entra(azure, NORTHWIND, "token", passwordForm(setup.shown()))
                                .path("access_token")
                                .asText())
                        .isNotEmpty();
                managedIdentityToken(azure);
                assertThat(azure.entra().issuedTokens())
                        .last()
                        .satisfies(claims ->
                                assertThat(claims.path("tid").asText()).isEqualTo(NORTHWIND));
                azure.reset();
            }
        }
    }

    private static String passwordForm(Shown shown) {
        return "grant_type=password&scope=https%3A%2F%2Fbatch.core.windows.net%2F%2F.default&client_id="
                + shown.clientId() + "&client_secret=" + shown.clientSecret() + "&username=" + shown.userName()
                + "&password=" + shown.userPassword();
    }

    private static void managedIdentityToken(FakeAzure azure) throws Exception {
        Map<String, String> environment = azure.entra().managedIdentity().environment(Source.APP_SERVICE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(environment.get("IDENTITY_ENDPOINT")
                        + "?api-version=2019-08-01&resource=https%3A%2F%2Fbatch.core.windows.net%2F"))
                .header("X-IDENTITY-HEADER", environment.getOrDefault("IDENTITY_HEADER", ""))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void read_applicationOfAnotherTenant_isShownWithItsTenantAndAUserOfThat() {
        Setup setup = read("""
                {"tenants": [{"id": "%s"}, {"id": "%s"}],
                 "apps": [{"clientId": "11111111-1111-4111-8111-111111111111", "tenants": ["%2$s"]}],
                 "users": [{"name": "a@b.example", "password": "p"}, {"name": "c@d.example", "password": "p", "tenant": "%2$s"}]}
                """.formatted(CONTOSO, NORTHWIND));

        assertThat(setup.shown().tenantId()).isEqualTo(NORTHWIND);
        assertThat(setup.shown().userName()).isEqualTo("c@d.example");
    }

    @Test
    void read_roleInAnAccountOfTheSecondTenant_isForTheApplicationThere() {
        Setup setup = read("""
                {"tenants": [{"id": "%s"}, {"id": "%s"}],
                 "apps": [{"clientId": "11111111-1111-4111-8111-111111111111", "secrets": ["s"], "tenants": ["%1$s", "%2$s"]}],
                 "accounts": [{"name": "second", "tenant": "%2$s", "strictRoles": true}],
                 "roles": [{"principal": "11111111-1111-4111-8111-111111111111", "role": "Azure Batch Data Contributor"}]}
                """.formatted(CONTOSO, NORTHWIND));

        try (FakeAzure azure = setup.azure().start()) {
            assertThat(jobs(azure, setup.shown(), NORTHWIND)).isEqualTo(200);
        }
    }

    @Test
    void read_roleForSomebodyOfAnotherTenant_isAFault() {
        Document document = Document.read("""
                {"tenants": [{"id": "%s"}, {"id": "%s"}],
                 "apps": [{"clientId": "11111111-1111-4111-8111-111111111111"}],
                 "users": [{"name": "a@b.example", "password": "p"}],
                 "managedIdentities": [{"clientId": "22222222-2222-4222-8222-222222222222"}],
                 "accounts": [{"name": "second", "tenant": "%2$s"}],
                 "roles": [{"principal": "11111111-1111-4111-8111-111111111111", "role": "Reader"},
                           {"principal": "a@b.example", "role": "Reader"},
                           {"principal": "22222222-2222-4222-8222-222222222222", "role": "Reader"},
                           {"principal": "33333333-3333-4333-8333-333333333333", "role": "Reader"}]}
                """.formatted(CONTOSO, NORTHWIND));
        Setup.read(document, directory);

        assertThat(document.problems())
                .extracting(Problem::pointer)
                .containsExactly("/roles/0/principal", "/roles/1/principal", "/roles/2/principal");
        assertThat(document.problems())
                .allSatisfy(problem -> assertThat(problem.message())
                        .isEqualTo("is not in the tenant " + NORTHWIND + " of the account, but in " + CONTOSO));
    }

    /** Lists jobs of the first account as the application that the program tells about, with a token of a tenant. */
    private static int jobs(FakeAzure azure, Shown shown, String tenant) {
        String token = AzureCalls.entra(
                        azure,
                        tenant,
                        "token",
                        "grant_type=client_credentials&scope=https%3A%2F%2Fbatch.core.windows.net%2F%2F.default&client_id="
                                + shown.clientId() + "&client_secret=" + shown.clientSecret())
                .path("access_token")
                .asText();
        return new AzureCalls(azure.httpClient(), azure.credentials())
                .call(azure.batch(), token, "GET", "/jobs", "")
                .status();
    }

    @ParameterizedTest
    @ValueSource(ints = {1100, -2000})
    void run_moreThanCanBeRead_isExitCode2_andNamesThePlace(int size) throws Exception {
        String value = size > 0 ? "1".repeat(size) : "[".repeat(-size);
        Path file = Files.writeString(directory.resolve("bad.json"), "{\"seed\": " + value + "}");

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(text(err))
                .contains(file + ":1:", ": /seed", "more than can be read", "1 fault; nothing was started")
                .doesNotContain("Exception", "StreamReadConstraints", "\tat ");
    }

    @Test
    void run_fileThatIsNoText_isExitCode2_andSaysWhatWouldBeRight() throws Exception {
        Path config = Files.writeString(directory.resolve("wide.json"), "{}", StandardCharsets.UTF_16);
        assertThat(run("--config", config.toString())).isEqualTo(2);
        assertThat(text(err)).contains("--config: " + config + " is not in UTF-8");

        Files.write(
                directory.resolve("app.der"),
                TestCertificate.selfSigned("app").certificate().getEncoded());
        Document document = Document.read("""
                {"apps": [{"clientId": "11111111-1111-4111-8111-111111111111", "certificates": ["app.der", "none.pem"]}]}
                """);
        Setup.read(document, directory);
        assertThat(document.problems())
                .extracting(Problem::message)
                .containsExactly(
                        "must be a certificate in PEM form, or the name of a file with one",
                        "there is no file " + directory.resolve("none.pem"));
    }

    @Test
    void read_poolThatTheServiceRefuses_isToldWithoutIdsAndTimes() {
        Document document = Document.read("{\"pools\": [{\"id\": \"p\", \"vmSize\": \"small\"}]}");
        Setup.read(document, directory);

        assertThat(document.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("pool 'p': the service refuses it with 400: ")
                        .doesNotContain("RequestId", "odata", "{"));
    }

    @Test
    void run_badConfiguration_isExitCode2_andAllFaultsOnStandardError() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), "{\"seed\": true,\n \"pool\": []}");

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .contains(file + ":1:10: /seed: must be a whole number")
                .contains(file + ":2:10: /pool: 'pool' is unknown; did you mean 'pools'?")
                .contains("2 faults; nothing was started");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "--entra-port",
                "--entra-port x",
                "--batch-port 70000",
                "--seed soon",
                "--host no-such-host.invalid",
                "--config no-such-file.json",
                "--host 127.0.0.1 --certificate-name b@d",
                "--entra-port 5001 --batch-port 5001",
                "--admin-port 5001 --batch-port 5001",
                "stray"
            })
    void run_badOptions_isExitCode2_andNamesThem(String options) {
        List<String> words = List.of(options.split(" ", -1));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains(words.get(words.size() - 1));
    }

    @Test
    void read_roleOfASubscription_isGoodWhereTheAccountIsInIt() {
        Setup setup = read("""
                {"accounts": [{"subscription": "11111111-1111-4111-8111-111111111111", "resourceGroup": "g"}],
                 "roles": [{"principal": "ada@contoso.example", "role": {"roleName": "Here", "permissions": [],
                  "assignableScopes": ["/subscriptions/11111111-1111-4111-8111-111111111111"]}}]}
                """);

        try (FakeAzure azure = setup.azure().start()) {
            assertThat(azure.batch().access().assignments())
                    .extracting(assignment -> assignment.role().name())
                    .containsExactly("Here");
        }
    }

    @Test
    void read_strictRolesAndThrottling_areInForceFromTheStart() {
        Setup setup = read("""
                {"accounts": [{"name": "strict", "strictRoles": true},
                              {"name": "busy", "throttling": {"requests": 1, "per": "1h", "retryAfter": false}}]}
                """);

        try (FakeAzure azure = setup.azure().start()) {
            AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
            FakeBatch busy = azure.batch("busy");

            assertThat(program.call(azure.batch("strict"), "GET", "/jobs").status())
                    .isEqualTo(403);
            assertThat(program.call(busy, "GET", "/jobs").status()).isEqualTo(200);
            AzureCalls.Answer throttled = program.call(busy, "GET", "/jobs");
            assertThat(throttled.status()).isEqualTo(429);
            assertThat(throttled.headers().get("Retry-After")).isNull();
        }
    }

    @Test
    void read_quirks_areThoseOfTheAccountsAnswers() {
        Setup setup = read("""
                {"accounts": [{"quirks": {"metadataMembers": false, "blankInMediaType": true, "chunkedFiles": false}}],
                 "clock": {"frozen": true},
                 "pools": [{"id": "p", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 1, "virtualMachineConfiguration":
                  {"imageReference": {"publisher": "canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts"},
                   "nodeAgentSKUId": "batch.node.ubuntu 22.04"}}]}
                """);

        try (FakeAzure azure = setup.azure().start()) {
            AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
            String token = program.token();
            program.call(azure.batch(), token, "POST", "/jobs", "{\"id\": \"j\", \"poolInfo\": {\"poolId\": \"p\"}}");
            program.call(azure.batch(), token, "POST", "/jobs/j/tasks", "{\"id\": \"t\", \"commandLine\": \"echo\"}");
            azure.advance(Duration.ofMinutes(1));

            AzureCalls.Answer job = program.call(azure.batch(), token, "GET", "/jobs/j", "");
            AzureCalls.Answer file = program.call(azure.batch(), token, "GET", "/jobs/j/tasks/t/files/stdout.txt", "");

            assertThat(job.json().path("id").asText()).isEqualTo("j");
            assertThat(job.json().has("odata.metadata")).isFalse();
            assertThat(job.headers().get("Content-Type")).isEqualTo("application/json; odata=minimalmetadata");
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.headers().get("Content-Length"))
                    .isEqualTo(Integer.toString(file.text().length()));
        }
    }

    @ParameterizedTest
    @MethodSource
    void read_everyOptionOfJava_isTakenAndInTheGuide(String member, Class<?> builder, String value) throws Exception {
        Set<String> options = Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 1)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        read(options.stream()
                .map(option -> "\"" + option + "\": " + value)
                .collect(Collectors.joining(", ", "{\"accounts\": [{\"" + member + "\": {", "}}]}")));

        String row = Files.readAllLines(Path.of("..", "docs", "guides", "testkit-standalone-config.md")).stream()
                .filter(line -> line.startsWith("| `" + member + "` |"))
                .collect(Collectors.joining())
                .substring(("| `" + member + "`").length());
        assertThat(Pattern.compile("`(\\w+)`").matcher(row).results().map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    static Stream<Arguments> read_everyOptionOfJava_isTakenAndInTheGuide() {
        return Stream.of(
                Arguments.of("limits", BatchLimits.Builder.class, "7"),
                Arguments.of("timings", BatchTimings.Builder.class, "\"7ms\""),
                Arguments.of("quirks", BatchQuirks.Builder.class, "true"));
    }

    @Test
    void read_timingsThatContradict_areRefusedInTheWordsOfTheJavaOption() {
        Document document =
                Document.read("{\"accounts\": [{\"timings\": {\"shortestTask\": \"2s\", \"longestTask\": \"1s\"}}]}");

        Setup.read(document, directory);

        assertThat(document.problems())
                .singleElement()
                .hasToString("1:27: /accounts/0/timings: longestTask is PT1S but must be no less than shortestTask,"
                        + " which is PT2S");
        read("{\"accounts\": [{\"timings\": {\"shortestTask\": \"2s\"}}]}");
        read("{\"accounts\": [{\"timings\": {\"longestTask\": \"1ms\"}}]}");
    }

    private Setup read(String json) {
        Document document = Document.read(json);
        Setup setup = Setup.read(document, directory);
        assertThat(document.problems()).isEmpty();
        return setup;
    }

    @Test
    void run_severalBadOptionsAndABadFile_areAllNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), "{\"seed\": true}");

        assertThat(run(
                        "--seed",
                        "soon",
                        "--batch-port",
                        "70000",
                        "--confg",
                        "--host",
                        "no.invalid",
                        "--config",
                        "" + file))
                .isEqualTo(2);

        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .contains("'soon'", "--batch-port: 70000", "--confg", "--host: 'no.invalid'", file + ":1:10: /seed")
                .contains("faults; nothing was started; --help lists the options");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--entra-port 5001 | 5001, 5002 | /accounts/0/port: the port 5001 is that of --entra-port",
                "--admin-port 5002 | 5001, 5002 | --admin-port: the port 5002 is that of the account 'two'",
                "--seed 1 | 5001, 5001 | /accounts/1/port: the port 5001 is that of the account 'one'",
                "--batch-port 5002 | 5001, 5002 | /accounts/1/port: the port 5002 is that of --batch-port",
                "--admin-port 5001 --admin-host localhost | 5001, 0 | --admin-port: the port 5001 is that of the account 'one'",
                "--admin-port 5001 --host 0.0.0.0 | 5001, 0 | --admin-port: the port 5001 is that of the account 'one'",
            })
    void run_samePortTwice_isExitCode2_andNamesBoth(String options, String ports, String message) throws Exception {
        String[] port = ports.split(", ", -1);
        Path file = Files.writeString(
                directory.resolve("ports.json"),
                "{\"accounts\": [{\"name\": \"one\", \"port\": " + port[0] + "}, {\"name\": \"two\", \"port\": "
                        + port[1] + "}]}");

        assertThat(run((options + " --config " + file).split(" ", -1))).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains(message).contains("1 fault; nothing was started");
    }

    @Test
    void claim_portsThatDoNotMeet_areNoFault() {
        List<String> complaints = new ArrayList<>();
        Ports ports = new Ports();
        ports.claim("a", "127.0.0.1", 5001, complaints::add);
        ports.claim("b", "127.0.0.2", 5001, complaints::add);
        ports.claim("c", "127.0.0.1", 0, complaints::add);
        ports.claim("d", "127.0.0.1", 0, complaints::add);
        assertThat(complaints).isEmpty();

        ports.claim("e", "0.0.0.0", 5001, complaints::add);
        assertThat(complaints).singleElement().asString().contains("that of a already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"apps\": [{\"clientId\": \"1\", \"secrets\": [918273645]}]}",
                "{\"apps\": [{\"clientId\": \"1\", \"secrets\": [{\"value\": 918273645}]}]}",
                "{\"apps\": [{\"clientId\": \"1\", \"secrets\": \"918273645\"}]}",
                "{\"users\": [{\"name\": \"a@b.example\", \"password\": 918273645}]}",
                "{\"users\": [{\"name\": \"a@b.example\", \"password\": hunter918273645}]}",
                "{\"users\": {\"password\": \"918273645\"}}",
                "{\"accounts\": [{\"key\": 918273645}]}",
                "{\"accounts\": [{\"key\": \"918273645!\"}]}",
                "{\"faults\": [{\"server\": \"entra\", \"fault\": \"hang\", \"form\": {\"client_secret\": 918273645}}]}",
            })
    void run_secretWhereItIsWrong_isNotShown(String json) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), json);

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(text(err)).contains(file + ":1:").doesNotContain("918273645");
    }

    @Test
    void run_help_isOnStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(text(out))
                .contains("--config", "--auto-approve", "--ca-dir", "--entra-port", "--batch-port", "--host");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void run_portTaken_isExitCode1_andNamesIt() {
        try (FakeEntra other = FakeEntra.start()) {
            String port = Integer.toString(other.authorityHost().getPort());

            assertThat(run("--entra-port", port)).isEqualTo(1);
            assertThat(text(out)).isEmpty();
            assertThat(text(err)).contains("cannot listen on", ":" + port, "choose another port");
        }
    }

    @Test
    void run_authorityThatCannotBeKept_isExitCode2_andNamesTheOptionBesideOthers() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(run("--ca-dir", file.toString(), "--entra-port", "99999")).isEqualTo(2);
        assertThat(text(err)).contains("--ca-dir", file + ": it is no directory", "--entra-port", "2 faults");
        Files.writeString(directory.resolve("ca.pem"), "none");
        Files.writeString(directory.resolve("ca-key.pem"), "none");
        assertThat(run("--ca-dir", directory.toString())).isEqualTo(2);
        assertThat(text(err)).contains("no usable certificate authority");
    }

    private int run(String... options) {
        return Standalone.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                options);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
