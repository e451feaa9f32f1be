package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each option of the fake shows where it says, and to the second. */
class OptionsTest {

    private static void with(UnaryOperator<FakeEntra.Builder> options, Consumer<EntraWorld> look) {
        try (EntraWorld world = new EntraWorld(options)) {
            look.accept(world);
        }
    }

    @Test
    void withoutRefreshIn_longLivedTokens_doNotSayIt() {
        UnaryOperator<FakeEntra.Builder> longLived = builder -> builder.tokenLifetime(Duration.ofHours(3));

        with(
                longLived,
                world -> assertThat(world.app().json().path("refresh_in").asInt())
                        .isEqualTo(5400));
        with(builder -> longLived.apply(builder).withoutRefreshIn(), world -> {
            assertThat(world.app().json().has("refresh_in")).isFalse();
            assertThat(world.app().json().path("expires_in").asInt()).isEqualTo(10_799);
            assertThat(world.defaultUser().json().has("refresh_in")).isFalse();
        });
        with(
                builder -> builder.refreshIn(Duration.ofMinutes(7)).withoutRefreshIn(),
                world -> assertThat(world.app().json().has("refresh_in")).isFalse());
    }

    @Test
    void numberStyle_numbers_areNumbersAtBothVersions() {
        Map<String, String> version1 = new HashMap<>(EntraHttp.appForm());
        version1.remove("scope");
        version1.put("resource", EntraHttp.BATCH);

        with(builder -> builder.numberStyle(NumberStyle.NUMBERS), world -> {
            Reply old = world.http.post("/contoso.example/oauth2/token", version1);
            for (String name : List.of("expires_in", "ext_expires_in", "expires_on", "not_before")) {
                assertThat(old.json().path(name).isNumber()).as(name).isTrue();
            }
            assertThat(world.app().json().path("expires_in").isNumber()).isTrue();
        });
        with(
                builder -> builder,
                world -> assertThat(world.http
                                .post("/contoso.example/oauth2/token", version1)
                                .json()
                                .path("expires_in")
                                .isTextual())
                        .as("as Entra ID does")
                        .isTrue());
    }

    @Test
    void codeLifetime_codes_areGoodForThatLong() {
        with(builder -> builder.codeLifetime(Duration.ofSeconds(30)), world -> {
            String intime = world.code();
            world.clock.advance(Duration.ofSeconds(29));
            assertThat(world.redeem(intime).status()).isEqualTo(200);

            String late = world.code();
            world.clock.advance(Duration.ofSeconds(30));
            AadstsTest.assertError(world.redeem(late), Aadsts.CODE_EXPIRED);
        });
    }

    @Test
    void deviceCodeLifetime_codes_areSaidToBeAndAreGoodForThatLong() {
        with(builder -> builder.deviceCodeLifetime(Duration.ofSeconds(30)), world -> {
            Reply intime = world.deviceCode();
            assertThat(intime.json().path("expires_in").asInt()).isEqualTo(30);
            world.clock.advance(Duration.ofSeconds(29));
            world.entra.approveDevice(intime.field("user_code"));
            assertThat(world.device(intime.field("device_code")).status()).isEqualTo(200);

            Reply late = world.deviceCode();
            world.entra.approveDevice(late.field("user_code"));
            world.clock.advance(Duration.ofSeconds(30));
            AadstsTest.assertError(world.device(late.field("device_code")), Aadsts.DEVICE_CODE_EXPIRED);
        });
    }

    @Test
    void refreshTokenLifetime_refreshTokens_areGoodForThatLong() {
        with(builder -> builder.refreshTokenLifetime(Duration.ofSeconds(30)), world -> {
            String token = world.defaultUser().field("refresh_token");
            world.clock.advance(Duration.ofSeconds(29));
            String next = world.refresh(token).field("refresh_token");
            assertThat(next).as("a new one comes with each answer").isNotEmpty();

            world.clock.advance(Duration.ofSeconds(1));
            AadstsTest.assertError(world.refresh(token), Aadsts.REFRESH_TOKEN_EXPIRED);
            assertThat(world.refresh(next).status()).isEqualTo(200);
        });
    }
}
