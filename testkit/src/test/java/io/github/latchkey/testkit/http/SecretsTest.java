package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
