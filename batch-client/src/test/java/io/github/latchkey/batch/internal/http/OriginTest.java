package io.github.latchkey.batch.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a link may lead so that credentials go with it: nowhere but home. */
class OriginTest {

    private final Origin home = Origin.of("https://account.westus.batch.azure.com", false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://account.westus.batch.azure.com/jobs?$skiptoken=a|b{c}",
                "https://account.westus.batch.azure.com:443/jobs",
                "HTTPS://Account.WestUS.batch.azure.com/jobs",
                "https://account.westus.batch.azure.com?x",
                "https://account.westus.batch.azure.com"
            })
    void owns_itsOwnLinks(String link) {
        assertThat(home.owns(link)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://account.westus.batch.azure.com/jobs",
                "https://account.westus.batch.azure.com:8443/jobs",
                "https://account.westus.batch.azure.com.evil.example/jobs",
                "https://evil.example/account.westus.batch.azure.com",
                "https://evil.example?https://account.westus.batch.azure.com",
                "https://evil.example#https://account.westus.batch.azure.com",
                "https://account.westus.batch.azure.com#x",
                "https://account.westus.batch.azure.com#.evil.example/x",
                "https://account.westus.batch.azure.com\\.evil.example/x",
                "https://account.westus.batch.a\u017fure.com/x",
                "https://account.westus.batch.azure.com@evil.example/jobs",
                "https://evil.example\\@account.westus.batch.azure.com/jobs",
                "https://account.westus.batch.azure.com\\.evil.example/jobs",
                "https://account.westus.batch.azure.com:443@evil.example/",
                "https://other.westus.batch.azure.com/jobs",
                "https:/account.westus.batch.azure.com/jobs",
                "//account.westus.batch.azure.com/jobs",
                "/jobs?$skiptoken=x",
                "javascript:alert(1)",
                "https://",
                "://account.westus.batch.azure.com",
                "",
                " https://account.westus.batch.azure.com/jobs"
            })
    void owns_noOthers(String link) {
        assertThat(home.owns(link)).isFalse();
    }
}
