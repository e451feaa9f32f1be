package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant ONE = Instant.parse("2026-11-23T13:00:00Z");

    @Test
    void equals_anyPartDiffers_differs() {
        EqualsVerifier.forClass(AccessToken.class).verify();
    }

    @Test
    void toString_ofAnyToken_holdsNoSecret() {
        AccessToken token = AccessToken.builder("header.payload.signature", NOON, ONE)
                .scopes(Set.of("scope"))
                .build();

        assertThat(token.toString()).doesNotContain("payload").contains("2026-11-23T13:00:00Z", "scope");
    }

    @Test
    void authorizationHeader_ofAnyToken_isBearerAndValue() {
        AccessToken token = AccessToken.builder("abc", NOON, ONE).build();

        assertThat(token.authorizationHeader()).isEqualTo("Bearer abc");
        assertThat(token.value()).isEqualTo("abc");
        assertThat(token.authorizationHeader()).isSameAs(token.authorizationHeader());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\r\nEvil: 1", "caf\u00e9"})
    void builder_valueThatNoHeaderMayCarry_isRefusedWithoutShowingIt(@Nullable String value) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> builderOf(value))
                .satisfies(e -> assertThat(e.option()).isEqualTo("token"))
                .satisfies(e -> assertThat(e.value()).isEmpty())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Evil"));
    }

    @SuppressWarnings("NullAway") // what callers without a null checker do
    private static AccessToken.Builder builderOf(@Nullable String value) {
        return AccessToken.builder(value, NOON, ONE);
    }

    @Test
    void builder_expiryNotAfterStart_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> AccessToken.builder("abc", NOON, NOON))
                .satisfies(e -> assertThat(e.option()).isEqualTo("expiresAt"));
    }

    @Test
    void scopes_givenSetChangesLater_doNotChange() {
        Set<String> scopes = new LinkedHashSet<>(List.of("a"));
        AccessToken token = AccessToken.builder("abc", NOON, ONE).scopes(scopes).build();

        scopes.add("b");

        assertThat(token.scopes()).containsExactly("a");
    }
}
