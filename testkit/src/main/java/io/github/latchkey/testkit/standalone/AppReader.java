package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraApp.FederatedCredential;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one application. */
final class AppReader {

    private final Path folder;
    private final Optional<String> clientId;
    private final EntraApp.Builder builder;
    private final Map<String, Value> tenants = new LinkedHashMap<>();
    private Optional<Value> secret = Optional.empty();
    private final List<Map.Entry<String, Value>> resources = new ArrayList<>();
    private boolean expiring;
    private String redirectUri = "";
    private boolean credentials;

    AppReader(Value value, Path folder, String home) {
        this.folder = folder;
        Section section = value.section();
        this.clientId = section.required("clientId").flatMap(one -> section.guid("clientId"));
        // Everything is read into an application that is thrown away when there is no id, so that no fault goes unseen.
        this.builder = EntraApp.builder(clientId.orElse(FakeEntra.DEFAULT_CLIENT_ID));
        section.text("name").ifPresent(builder::name);
        section.list("tenants").forEach(one -> one.guid().ifPresent(id -> tenants.put(id, one)));
        if (tenants.isEmpty()) {
            tenants.put(home, value);
        }
        tenants.keySet().forEach(builder::tenant);
        section.guid("servicePrincipalId").ifPresent(builder::servicePrincipalId);
        section.list("secrets").forEach(this::secret);
        section.list("certificates").forEach(this::certificate);
        section.list("federatedCredentials").forEach(this::federated);
        builder.allowPublicClient(section.flag("publicClient").orElse(false));
        section.list("webRedirectUris").forEach(one -> redirect(one, builder::webRedirect));
        section.list("publicRedirectUris").forEach(one -> redirect(one, builder::publicRedirect));
        if (section.member("consented").isPresent()) {
            byResource(section, "consented", builder::consented);
        } else {
            builder.consented(EntraResource.BATCH_APP_ID, "user_impersonation");
        }
        byResource(section, "requested", builder::requested);
        byResource(section, "roles", builder::roles);
        section.texts("exposes").forEach(builder::exposes);
        section.integer("tokenVersion", 1, 2).ifPresent(version -> builder.tokenVersion(version.intValue()));
        section.flag("disabled").ifPresent(builder::disabled);
        section.end();
    }

    /** Tells whether the application has an id; all else is told by the problems of the document. */
    boolean isGood() {
        return clientId.isPresent();
    }

    EntraApp app() {
        return builder.build();
    }

    /** Returns the tenants where the application is, and where that is said. */
    Map<String, Value> tenants() {
        return tenants;
    }

    /** Returns a tenant where the application is: the preferred one, or else the first. */
    String tenant(String preferred) {
        return tenants.containsKey(preferred)
                ? preferred
                : tenants.keySet().iterator().next();
    }

    /** Returns the first secret that does not expire, or else the first one; empty when there is none. */
    Optional<Value> secret() {
        return secret;
    }

    /** Returns the first redirect address; empty when there is none. */
    String redirectUri() {
        return redirectUri;
    }

    /** Adds a problem for each resource that is named and not known. */
    void requireResources(Collection<EntraResource> known) {
        resources.forEach(named -> {
            if (known.stream().noneMatch(one -> one.isNamed(named.getKey()))) {
                named.getValue()
                        .problem("there is no resource '" + named.getKey() + "'; there are "
                                + known.stream()
                                        .map(one -> one.identifiers().isEmpty()
                                                ? one.appId()
                                                : one.identifiers().get(0))
                                        .collect(Collectors.joining(", ")));
            }
        });
    }

    boolean hasCredentials() {
        return credentials;
    }

    private void redirect(Value value, Function<String, EntraApp.Builder> add) {
        value.text()
                .ifPresent(uri -> value.attempt(() -> add.apply(uri))
                        .ifPresent(good -> redirectUri = redirectUri.isEmpty() ? uri : redirectUri));
    }

    private void secret(Value value) {
        credentials = true;
        if (value.isText()) {
            keep(value, Instant.MAX);
            return;
        }
        Section section = value.section();
        Optional<Value> text = section.required("value");
        Instant expires = section.instant("expires").orElse(Instant.MAX);
        section.end();
        text.ifPresent(one -> keep(one, expires));
    }

    private void keep(Value value, Instant expires) {
        value.text().ifPresent(text -> {
            builder.secret(text, expires);
            if (secret.isEmpty() || (expiring && expires.equals(Instant.MAX))) {
                secret = Optional.of(value);
                expiring = !expires.equals(Instant.MAX);
            }
        });
    }

    private void certificate(Value value) {
        credentials = true;
        value.text().ifPresent(text -> {
            try {
                // A file that is no text is no PEM either, and is told so below.
                builder.certificate(parse(
                        text.contains("-----BEGIN")
                                ? text
                                : Files.readString(folder.resolve(text), StandardCharsets.ISO_8859_1)));
            } catch (NoSuchFileException missing) {
                value.problem("there is no file " + missing.getFile());
            } catch (IOException unreadable) {
                value.problem("the file '" + text + "' cannot be read: " + unreadable.getMessage());
            } catch (CertificateException | IllegalArgumentException unfit) {
                value.problem("must be a certificate in PEM form, or the name of a file with one");
            }
        });
    }

    /** Reads the first certificate of a text that may hold a key as well. */
    private static X509Certificate parse(String pem) throws CertificateException {
        int begin = pem.indexOf("-----BEGIN CERTIFICATE-----");
        if (begin < 0) {
            throw new CertificateException("there is no certificate");
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(pem.substring(begin).getBytes(StandardCharsets.US_ASCII)));
    }

    private void federated(Value value) {
        credentials = true;
        Section section = value.section();
        Optional<String> issuer =
                section.required("issuer").flatMap(one -> one.text().filter(text -> isAbsolute(one, text)));
        Optional<String> subject = section.required("subject").flatMap(Value::text);
        String audience = section.text("audience").orElse(FederatedCredential.USUAL_AUDIENCE);
        section.end();
        issuer.ifPresent(from ->
                subject.ifPresent(of -> builder.federatedCredential(new FederatedCredential(from, of, audience))));
    }

    private static boolean isAbsolute(Value value, String text) {
        try {
            if (new URI(text).isAbsolute()) {
                return true;
            }
        } catch (URISyntaxException notAddress) {
            // Said below.
        }
        value.problem(
                "must be an absolute URI such as https://token.actions.githubusercontent.com, not '" + text + "'");
        return false;
    }

    /** What takes a resource and names. */
    @FunctionalInterface
    private interface ByResource {
        EntraApp.Builder add(String resource, String... names);
    }

    private void byResource(Section section, String name, ByResource add) {
        section.section(name)
                .ifPresent(all -> all.rest((resource, names) -> {
                    resources.add(Map.entry(resource, names));
                    add.add(
                            resource,
                            names.list().stream()
                                    .flatMap(one -> one.text().stream())
                                    .toArray(String[]::new));
                }));
    }
}
