package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTest {

    @Test
    void equals_anyPartDiffers_differs() {
        EqualsVerifier.forClass(Cloud.class)
                .withNonnullFields("name", "authorityHost", "batchResource")
                .verify();
    }

    @Test
    void batchScope_inEveryCloud_hasTheSlashOfTheResourceAndTheOneOfTheScope() {
        assertThat(List.of(Cloud.PUBLIC, Cloud.CHINA, Cloud.US_GOVERNMENT))
                .extracting(Cloud::batchScope)
                .containsExactly(
                        "https://batch.core.windows.net//.default",
                        "https://batch.chinacloudapi.cn//.default",
                        "https://batch.core.usgovcloudapi.net//.default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example",
                "https://login.example/tenant",
                "https://user@login.example",
                "https://login.example?x=1",
                "https:///",
                "login.example"
            })
    void custom_authorityOfAnotherShape_isRefused(String authorityHost) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> Cloud.custom("own", URI.create(authorityHost), "https://batch.example/"))
                .satisfies(e -> assertThat(e.option()).isEqualTo("authorityHost"));
    }

    @Test
    void custom_batchResourceWithoutSlash_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> Cloud.custom("own", URI.create("https://login.example/"), "https://batch.example"))
                .satisfies(e -> assertThat(e.option()).isEqualTo("batchResource"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/, public",
        "https://LOGIN.windows.net, public",
        "https://login.chinacloudapi.cn/, china",
        "https://login.microsoftonline.us:443/, usGovernment",
        "https://login.microsoftonline.us:8443/, login.microsoftonline.us",
        "https://login.example, login.example"
    })
    void ofAuthorityHost_anyHost_isItsCloud(String authorityHost, String name) {
        assertThat(Cloud.ofAuthorityHost(URI.create(authorityHost)).name()).isEqualTo(name);
    }
}
