package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl";

    @Test
    void mask_headers_keepsSchemeAndAccountOnly() {
        Fields masked = Secrets.mask(Fields.of(List.of(
                Map.entry("Authorization", "Bearer " + TOKEN),
                Map.entry("authorization", "SharedKey account:c2lnbmF0dXJl"),
                Map.entry("X-IDENTITY-HEADER", "hidden"),
                Map.entry("Cookie", "session=hidden"),
                Map.entry("Accept", "application/json"))));

        assertThat(masked.entries())
                .containsExactly(
                        Map.entry("Authorization", "Bearer ***"),
                        Map.entry("authorization", "SharedKey account:***"),
                        Map.entry("X-IDENTITY-HEADER", "***"),
                        Map.entry("Cookie", "***"),
                        Map.entry("Accept", "application/json"));
    }

    @Test
    void maskBody_form_masksCredentialsOnly() {
        String body = "client_id=me&client_secret=hidden&code=hidden&code_verifier=hidden&client_assertion=" + TOKEN
                + "&password=hid%26den&refresh_token=hidden&scope=a";

        assertThat(Secrets.maskBody("application/x-www-form-urlencoded; charset=UTF-8", body))
                .isEqualTo("client_id=me&client_secret=***&code=***&code_verifier=***&client_assertion=***"
                        + "&password=***&refresh_token=***&scope=a");
    }

    @Test
    void maskBody_jsonCutOffInsideASecret_masksWhatIsThere() {
        String body = "{\"userName\":\"me\",\"password\" : \"hid\\\"den\",\"access_token\":\"eyJhb";

        assertThat(Secrets.maskBody("application/json", body))
                .isEqualTo("{\"userName\":\"me\",\"password\" : \"***\",\"access_token\":\"***");
    }

    @Test
    void maskBody_withoutContentType_isTakenForAFormUnlessItIsJson() {
        assertThat(Secrets.maskBody("", "client_secret=hidden")).isEqualTo("client_secret=***");
        assertThat(Secrets.maskBody("", "{\"client_secret\":\"hidden\"}")).isEqualTo("{\"client_secret\":\"***\"}");
    }

    @Test
    void maskBody_tokenSomewhere_masksIt() {
        assertThat(Secrets.maskBody("text/plain", "see " + TOKEN + "!")).isEqualTo("see ***!");
    }

    @Test
    void maskBody_taskOfBatch_showsNamesAndNoValuesOfItsEnvironment() {
        String task = """
                {"id": "t", "commandLine": "run", "environmentSettings": [
                  {"name": "PATH_TO", "value": "hidden"}, {"value" : "hid\\"den", "name": "N"}],
                 "commonEnvironmentSettings": [{"name": "A", "value": 17}, {"name": "B", "value": null}],
                 "resourceFiles": [
                  {"httpUrl": "https://s.blob.core.windows.net/c/f?sv=2024&sig=hid%2Bden%3D&se=2027", "filePath": "f"},
                  {"httpUrl": "https://s.blob.core.windows.net/c/f?sv=2024\\u0026sig=hidden", "filePath": "g"}]}
                """;

        assertThat(Secrets.maskBody("application/json; odata=minimalmetadata", task))
                .isEqualTo("""
                {"id": "t", "commandLine": "run", "environmentSettings": [
                  {"name": "PATH_TO", "value": "***"}, {"value" : "***", "name": "N"}],
                 "commonEnvironmentSettings": [{"name": "A", "value": "***"}, {"name": "B", "value": null}],
                 "resourceFiles": [
                  {"httpUrl": "https://s.blob.core.windows.net/c/f?sv=2024&sig=***&se=2027", "filePath": "f"},
                  {"httpUrl": "https://s.blob.core.windows.net/c/f?sv=2024\\u0026sig=***", "filePath": "g"}]}
                """);
    }

    @Test
    void maskBody_commandLineWithSecrets_hidesThem() {
        assertThat(Secrets.maskBody(
                        "application/json",
                        "{\"commandLine\":\"--key=hidden run -password=hidden --sort-key=shown x\"}"))
                .isEqualTo("{\"commandLine\":\"--key=*** run -password=*** --sort-key=shown x\"}");
    }

    @Test
    void maskBody_poolOfBatch_hidesKeysPasswordsAndProtectedSettings() {
        String pool = """
                {"id": "p", "mountConfiguration": [
                  {"azureBlobFileSystemConfiguration": {"accountName": "s", "sasKey": "hidden", "accountKey": "hidden"}},
                  {"cifsMountConfiguration": {"username": "u", "password": "hidden"}}],
                 "userAccounts": [{"name": "u", "password": "hidden",
                   "linuxUserConfiguration": {"sshPrivateKey": "hidden", "uid": 5}}],
                 "containerConfiguration": {"containerRegistries": [{"username": "r", "p\\u0061ssword": "hidden"}]},
                 "extensions": [{"name": "e", "protectedSettings": {"name": "hidden", "n": 4711, "deep": [{"k": "hidden"}]},
                   "settings": {"shown": 5}}], "targetDedicatedNodes": 1}
                """;

        assertThat(Secrets.maskBody("application/json", pool))
                .doesNotContain("hidden", "4711")
                .contains("\"accountName\": \"s\"", "\"username\": \"u\"", "\"uid\": 5", "\"shown\": 5")
                .contains("{\"name\": \"***\", \"n\": \"***\", \"deep\": [{\"k\": \"***\"}]}")
                .endsWith("\"targetDedicatedNodes\": 1}\n");
    }

    @Test
    void maskBody_certificateOfBatch_hidesItsDataAndPassword() {
        assertThat(
                        Secrets.maskBody(
                                "application/json",
                                "{\"thumbprint\":\"ab\",\"data\":\"hidden\",\"certificateFormat\":\"pfx\",\"password\":\"hidden\"}"))
                .isEqualTo(
                        "{\"thumbprint\":\"ab\",\"data\":\"***\",\"certificateFormat\":\"pfx\",\"password\":\"***\"}");
    }

    @Test
    void maskBody_batchBodyCutAnywhere_neverShowsAPartOfASecret() {
        String body =
                "{\"environmentSettings\":[{\"name\":\"N\",\"value\":\"SECRET\"}],\"protectedSettings\":{\"a\":\"SECRET\"},"
                        + "\"data\":\"SECRET\",\"url\":\"https://s/c?sig=SECRET&se=1\",\"sasKey\":\"SECRET\"}";
        String form = "scope=a&client_secret=SECRET&code=SECRET";

        for (int end = 0; end <= body.length(); end++) {
            assertThat(Secrets.maskBody("application/json", body.substring(0, end)))
                    .as("cut at %s", end)
                    .doesNotContain("SE");
        }
        for (int end = 0; end <= form.length(); end++) {
            assertThat(Secrets.maskBody("text/plain", form.substring(0, end))).doesNotContain("SE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/octet-stream", "multipart/form-data"})
    void maskBody_formWithAnotherContentType_isMaskedAllTheSame(String contentType) {
        assertThat(Secrets.maskBody(contentType, "grant_type=x&client%5Fsecret=hidden&code=hidden"))
                .isEqualTo("grant_type=x&client_secret=***&code=***");
        assertThat(Secrets.maskBody(contentType, "grant_type&client_secret=hidden"))
                .doesNotContain("hidden");
    }

    @Test
    void maskBody_jsonThatIsSaidToBeAForm_isMaskedAllTheSame() {
        assertThat(Secrets.maskBody("application/x-www-form-urlencoded", " {\"client_secret\": \"hidden\"}"))
                .isEqualTo(" {\"client_secret\": \"***\"}");
    }

    @Test
    void mask_urlsInHeadersAndQueries_hideTheirSecrets() {
        Fields masked = Secrets.mask(Fields.of(List.of(
                Map.entry("Referer", "https://localhost/?state=s&code=hidden"),
                Map.entry("sig", "hidden"),
                Map.entry("next", "https%3A%2F%2Fs%2Fc%3Fse%3D1%26sig%3Dhidden"),
                Map.entry("x-note", "design=2, error_code=7"))));

        assertThat(masked.entries())
                .containsExactly(
                        Map.entry("Referer", "https://localhost/?state=s&code=***"),
                        Map.entry("sig", "***"),
                        Map.entry("next", "https%3A%2F%2Fs%2Fc%3Fse%3D1%26sig%3D***"),
                        Map.entry("x-note", "design=2, error_code=7"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            run AZURE_CLIENT_SECRET=hidden x              | run AZURE_CLIENT_SECRET=*** x
            DB_PASSWORD=hidden MY_API_KEY=hidden          | DB_PASSWORD=*** MY_API_KEY=***
            GITHUB_TOKEN=hidden PGPASSWORD=hidden         | GITHUB_TOKEN=*** PGPASSWORD=***
            export A=1\\nBATCH_ACCOUNT_KEY=hidden         | export A=1\\nBATCH_ACCOUNT_KEY=***
            AccountName=a;AccountKey=hidden               | AccountName=a;AccountKey=***
            sb://h/;SharedAccessKey=hidden                | sb://h/;SharedAccessKey=***
            -Dspring.datasource.password=hidden x         | -Dspring.datasource.password=*** x
            login --client-secret=hidden --db-pass=hidden | login --client-secret=*** --db-pass=***
            login --clientSecret=hidden --apiKey hidden   | login --clientSecret=*** --apiKey ***
            login --password hidden -v                    | login --password *** -v
            login -password 'hidden hidden' -v            | login -password *** -v
            login --password "hidden \\" hidden" -v       | login --password *** -v
            login --password=\\"hidden hidden\\" -v       | login --password=*** -v
            sh -c \\"x --db-password hidden\\" -v         | sh -c \\"x --db-password ***\\" -v
            https://u:hidden@h:1/p https://hidden@h/      | https://u:***@h:1/p https://***@h/
            jdbc:mysql://u:hidden@hidden@h/d              | jdbc:mysql://u:***@h/d
            jdbc:mysql://h/d?user=u&password=hidden&ssl=1 | jdbc:mysql://h/d?user=u&password=***&ssl=1
            https:\\/\\/u:hidden@h\\/p                    | https:\\/\\/u:***@h\\/p
            curl -H "Authorization: Bearer hidden" u      | curl -H "Authorization: Bearer ***" u
            curl -H \\"Authorization: Basic hidden\\" u   | curl -H \\"Authorization: Basic ***\\" u
            {\\"Authorization\\": \\"bearer hidden\\"}    | {\\"Authorization\\": \\"bearer ***\\"}
            headers={"Authorization": "Bearer hidden"}    | headers={"Authorization": "Bearer ***"}
            Authorization%3A%20Bearer%20hidden            | Authorization%3A%20Bearer%20***
            Proxy-Authorization: basic hidden x           | Proxy-Authorization: *** *** x
            curl -H 'X-Api-Key: hidden' u                 | curl -H 'X-Api-Key: *** u
            {\\"password\\": \\"hid\\\\\\"den\\", \\"a\\": 1} | {\\"password\\": ***, \\"a\\": 1}
            """)
    void mask_secretInAText_isHidden(String text, String masked) {
        assertThat(maskedText(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens=5 --tokens 5, tokens: 5, secrets=2",
                "passwordExpiry=2027-01-01 --password-expiry 90 passwordExpiry: 90",
                "https://a.batch.azure.com/jobs?$skiptoken=WATask1&api-version=2024-07-01.20.0",
                "https%3A%2F%2Fa%2Fjobs%3F%24skiptoken%3Dabc",
                "nextToken=abc continuation_token=abc --page-token abc X-Continuation-Token: abc",
                "token_type=Bearer token_endpoint=https://h access_token_lifetime=5",
                "the password is what it is, the password: none, a key-value pair",
                "Basic authentication, Bearer tokens, Authorization: required",
                "Bearer authorization_uri=\"https://h\", resource_id=\"r\"",
                "--sort-key=shown --sort-key shown design=2 error_code=7 keys=1 monkey=2 secretary=x",
                "login --password --verbose",
                "https://h:443/a@b http://h/?m=u@h user@h:22 mailto:u@h, at 10:30 u@h",
                "bypass=1 compass=north passage=3",
            })
    void mask_textWithoutSecrets_staysAsItIs(String text) {
        assertThat(maskedText(text)).isEqualTo(text);
    }

    private static String maskedText(String text) {
        return Secrets.mask(Fields.none().plus("x-note", text)).text("x-note");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key, true",
        "AZURE_CLIENT_SECRET, true",
        "clientSecret, true",
        "accountKey, true",
        "token, true",
        "tokens, false",
        "nextPageToken, false",
        "passwordExpiry, false",
        "Sort-Key, false"
    })
    void isSecret_bySpelling(String name, boolean secret) {
        assertThat(Secrets.isSecret(name)).isEqualTo(secret);
    }

    @Test
    void mask_secretsAmongAnything_neverShow() {
        List<String> secrets = List.of(
                "DB_PASSWORD=hidden",
                "--db-password hidden",
                "--api-key=hidden",
                "https://u:hidden@h/",
                "Authorization: Bearer hidden",
                "\\\"Authorization\\\":\\\"Basic hidden\\\"",
                "X-Api-Key: hidden");
        List<String> noise = List.of(
                "a",
                "-",
                "--",
                "=",
                ":",
                "&",
                "%",
                "@",
                "\\",
                "\\n",
                "{",
                "]",
                "://",
                "https://",
                "key",
                "token",
                "--x y",
                "password",
                "Bearer",
                "authorization",
                "eyJ",
                ".",
                "%3D",
                "\n",
                "\t");
        Random random = new Random(7);

        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = 0; part < 12; part++) {
                text.append(noise.get(random.nextInt(noise.size())));
            }
            text.append(' ').append(secrets.get(random.nextInt(secrets.size()))).append(' ');
            for (int part = 0; part < 12; part++) {
                text.append(noise.get(random.nextInt(noise.size())));
            }
            assertThat(maskedText(text.toString())).as("%s", text).doesNotContain("hidden");
        }
    }

    /** Pieces that lead patterns astray when they are repeated. */
    private static final List<String> BAD_PIECES = List.of(
            "a",
            "-",
            "--",
            "-a",
            " -a",
            " ",
            "\t--a ",
            "=",
            "a=",
            ":",
            "_key:",
            "\\",
            "\\\\\"",
            "\"",
            "'",
            "@",
            ".",
            "%3D",
            "eyJ",
            "eyJ.",
            "eyJa.",
            "://",
            "://a:",
            "https://",
            "https://a:",
            "https://a@",
            "password",
            "password=",
            "password=\\\"",
            "password=\"",
            "\\\"password\\\":",
            " --password ",
            " --password \\\\\"",
            "authorization",
            "authorization: ",
            "authorization: Bearer ",
            "\\\"authorization\\\":\\\"Bearer ",
            "\u00e9");

    @ParameterizedTest
    @FieldSource("BAD_PIECES")
    void mask_longBadText_isLookedAtABoundedNumberOfTimes(String piece) {
        for (int step = 0; step < Secrets.STEPS.size(); step++) {
            long once = looksAt(piece, 20_000, step);
            long twice = looksAt(piece, 40_000, step);

            assertThat(twice)
                    .as("step %s looks at the text of half the length %s times", step, once)
                    .isLessThan(3 * once);
        }
    }

    @Test
    void maskBody_megabytes_needNoStackAndNoPatience() {
        String bad = BAD_PIECES.stream()
                .map(piece -> piece.repeat(1_000_000 / BAD_PIECES.size() / piece.length()))
                .collect(Collectors.joining(" "));
        String secret = "\\\\n".repeat(200_000);

        assertThat(Secrets.maskBody("application/json", "{\"a\":\"" + bad)).isNotEmpty();
        assertThat(Secrets.maskBody("text/plain", "run --password=\\\"" + secret + "\\\" x"))
                .isEqualTo("run --password=*** x");
    }

    private static long looksAt(String piece, int length, int step) {
        CountingText text = new CountingText(piece.repeat(length / piece.length()), new AtomicLong());
        assertThat(Secrets.STEPS.get(step).apply(text)).isNotEmpty();
        return text.looks.get();
    }

    /** A text that counts how often somebody looks at one of its characters. */
    private record CountingText(CharSequence text, AtomicLong looks) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountingText(text.subSequence(start, end), looks);
        }

        @Override
        public String toString() {
            looks.addAndGet(text.length());
            return text.toString();
        }
    }

    @Test
    void maskBody_longEscapedSecret_needsNoStack() {
        String secret = "\\\\n".repeat(100_000);

        assertThat(Secrets.maskBody("application/json", "{\"password\":\"" + secret + "\"}"))
                .isEqualTo("{\"password\":\"***\"}");
    }

    @Test
    void toString_fields_showsNoSecret() {
        assertThat(Fields.parse("client_secret=hidden&scope=a")).hasToString("[client_secret=***, scope=a]");
    }
}
