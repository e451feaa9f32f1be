package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {

    private static final AccessToken REFUSED = AccessToken.builder(
                    "secret-token", Instant.EPOCH, Instant.EPOCH.plusSeconds(60))
            .build();

    @Test
    void equals_anyPartDiffers_differs() {
        EqualsVerifier.forClass(TokenRequest.class)
                .withPrefabValues(
                        AccessToken.class,
                        REFUSED,
                        AccessToken.builder("other", Instant.EPOCH, Instant.EPOCH.plusSeconds(60))
                                .build())
                .withNonnullFields("scopes")
                .verify();
    }

    @Test
    void toBuilder_unchanged_givesAnEqualRequest() {
        TokenRequest request = TokenRequest.builder(List.of("a", "b"))
                .tenantId("contoso.example")
                .claims("{\"access_token\":{}}")
                .correlationId("0b0e0d5e-6f0f-4d0e-8b5a-000000000001")
                .rejected(REFUSED)
                .build();

        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(request.toString()).doesNotContain("secret-token");
    }

    @Test
    void forScopes_none_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(TokenRequest::forScopes)
                .satisfies(e -> assertThat(e.remedy()).contains("batchScope"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "a\\", "\u00e9"})
    void forScopes_scopeOfOtherCharacters_isRefused(String scope) {
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> TokenRequest.forScopes(scope));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e30=", "[]", "{"})
    void claims_notAnObject_isRefused(String claims) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenRequest.builder(List.of("a")).claims(claims));
    }

    @Test
    void tenantId_shared_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenRequest.builder(List.of("a")).tenantId("common"))
                .satisfies(e -> assertThat(e.value()).contains("common"));
    }
}
