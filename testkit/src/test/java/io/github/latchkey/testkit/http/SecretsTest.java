package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    void toString_fields_showsNoSecret() {
        assertThat(Fields.parse("client_secret=hidden&scope=a")).hasToString("[client_secret=***, scope=a]");
    }
}
