package io.github.latchkey.auth;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Azure cloud: where Microsoft Entra ID signs in, and what Azure Batch is called there. Immutable.
 *
 * <p>The Batch resource identifier ends in a slash, and a v2.0 scope is the identifier followed by {@code /.default}:
 * the scope therefore holds two slashes. With one, Entra ID issues a token that Batch refuses for its audience.
 * {@link #batchScope()} is right in every cloud, so that nobody has to know.
 */
public final class Cloud {

    /** The public cloud. */
    public static final Cloud PUBLIC =
            new Cloud("public", URI.create("https://login.microsoftonline.com"), "https://batch.core.windows.net/");

    /** Azure operated by 21Vianet in China. */
    public static final Cloud CHINA = new Cloud(
            "china", URI.create("https://login.partner.microsoftonline.cn"), "https://batch.chinacloudapi.cn/");

    /** Azure for the US Government. */
    public static final Cloud US_GOVERNMENT = new Cloud(
            "usGovernment", URI.create("https://login.microsoftonline.us"), "https://batch.core.usgovcloudapi.net/");

    private final String name;
    private final URI authorityHost;
    private final String batchResource;

    private Cloud(String name, URI authorityHost, String batchResource) {
        this.name = name;
        this.authorityHost = authorityHost;
        this.batchResource = batchResource;
    }

    /**
     * Describes a cloud that is not listed here: a new sovereign cloud, a private one, or a fake in a test.
     *
     * @param name a short name for messages
     * @param authorityHost where Entra ID signs in: {@code https}, a host, optionally a port, and nothing after it
     * @param batchResource the resource identifier of Azure Batch in that cloud, ending in a slash
     * @return the cloud
     * @throws InvalidOptionException if an argument has another shape
     */
    public static Cloud custom(String name, URI authorityHost, String batchResource) {
        if (name.isBlank()) {
            throw new InvalidOptionException("name", name, "give the cloud a short name for messages.");
        }
        String path = authorityHost.getPath();
        if (!"https".equalsIgnoreCase(authorityHost.getScheme())
                || authorityHost.getHost() == null
                || authorityHost.getUserInfo() != null
                || authorityHost.getQuery() != null
                || authorityHost.getFragment() != null
                || (path != null && !path.isEmpty() && !path.equals("/"))) {
            throw new InvalidOptionException(
                    "authorityHost",
                    authorityHost,
                    "give https, the host and if needed a port, without a path, as https://login.microsoftonline.com;"
                            + " the tenant belongs to the credential.");
        }
        if (!batchResource.endsWith("/") || batchResource.length() < 2) {
            throw new InvalidOptionException(
                    "batchResource",
                    batchResource,
                    "the identifier of Azure Batch ends in a slash, as https://batch.core.windows.net/.");
        }
        String origin = authorityHost.getScheme() + "://" + authorityHost.getRawAuthority();
        return new Cloud(name, URI.create(origin), batchResource);
    }

    /**
     * Finds the cloud of an authority host, as {@code AZURE_AUTHORITY_HOST} holds it.
     *
     * @param authorityHost {@code https} and a host, with or without a slash at the end
     * @return the listed cloud with that host or one of its older names; else a cloud with that authority and the
     *     public cloud's Batch
     * @throws InvalidOptionException if it has another shape
     */
    public static Cloud ofAuthorityHost(URI authorityHost) {
        Cloud unlisted = custom(String.valueOf(authorityHost.getHost()), authorityHost, PUBLIC.batchResource);
        if (authorityHost.getPort() != -1 && authorityHost.getPort() != 443) {
            return unlisted;
        }
        return switch (authorityHost.getHost().toLowerCase(Locale.ROOT)) {
            case "login.microsoftonline.com", "login.windows.net", "login.microsoft.com" -> PUBLIC;
            case "login.partner.microsoftonline.cn", "login.chinacloudapi.cn" -> CHINA;
            case "login.microsoftonline.us", "login.usgovcloudapi.net" -> US_GOVERNMENT;
            default -> unlisted;
        };
    }

    /**
     * Returns the short name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns where Entra ID signs in.
     *
     * @return scheme, host and port, without a path
     */
    public URI authorityHost() {
        return authorityHost;
    }

    /**
     * Returns the resource identifier of Azure Batch, which is also the audience of its tokens.
     *
     * @return the identifier, ending in a slash
     */
    public String batchResource() {
        return batchResource;
    }

    /**
     * Returns the v2.0 scope for everything that the caller may do in Azure Batch.
     *
     * @return the resource identifier followed by {@code /.default}
     */
    public String batchScope() {
        return batchResource + "/.default";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Cloud that
                        && name.equals(that.name)
                        && authorityHost.equals(that.authorityHost)
                        && batchResource.equals(that.batchResource));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, authorityHost, batchResource);
    }

    @Override
    public String toString() {
        return "Cloud[" + name + ", " + authorityHost + ", " + batchResource + "]";
    }
}
