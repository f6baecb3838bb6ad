package demoapp.playground.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/**
 * Which images there are. `demoapp` has to be built: 0.0.1 is, other tags once ConfigMap kube-system/demoapp-images
 * has them as a key (`demoapp.0.0.2`), whose value may list files of the image, one a line. Every other name can be pulled,
 * unless its tag or host says that it cannot: a tag with `missing`, `nonexistent` or `nope`, a host ending in `.invalid`.
 * With `hiccup` in its tag only the first pull fails.
 */
final class Images {
    private static final String PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";
    private static final Pattern NAME = Pattern.compile(
            "([\\w.-]+(:\\d+)?/)?%1$s(/%1$s)*(:[\\w.-]+)?(@sha256:\\w+)?".formatted(PART));
    private static final Pattern NOT_FOUND = Pattern.compile("missing|nonexistent|nope");
    private static final String PULLING =
            "failed to pull and unpack image \"%1$s\": failed to resolve reference \"%1$s\": ";

    private final Store store;
    private final Set<String> pulled = new HashSet<>();
    private final Set<String> hiccups = new HashSet<>();

    Images(Store store) {
        this.store = store;
    }

    /** Why the name cannot be understood. */
    Optional<String> invalid(String image) {
        if (NAME.matcher(image).matches()) {
            return Optional.empty();
        }
        var why = image.toLowerCase().equals(image) ? "invalid reference format"
                : "invalid reference format: repository name (%s) must be lowercase"
                        .formatted(image.substring(image.indexOf('/') + 1).replaceFirst(":[^/]*$", ""));
        return Optional.of("Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
                .formatted(image, image, why));
    }

    boolean isPresent(String image) {
        return pulled.contains(full(image)) || isBuilt(image);
    }

    private boolean isBuilt(String image) {
        return image.replaceFirst(".*/", "").equals("demoapp:0.0.1") || isDemoapp(image) && built(image).isPresent();
    }

    private Optional<String> built(String image) {
        return store.get(Kinds.CONFIG_MAP, "kube-system", "demoapp-images").map(built ->
                (String) Json.at(built, "data", image.replaceFirst(".*/", "").replace(':', '.')));
    }

    /** The files that a built image is known to have, one a line; "" when nothing is known. */
    String files(String image) {
        return built(image).orElse("");
    }

    private static boolean isDemoapp(String image) {
        return image.replaceFirst(".*/", "").matches("demoapp(:.*)?");
    }

    /** Why pulling the image fails this time. */
    Optional<String> pullFailure(String image) {
        var full = full(image);
        var host = full.substring(0, full.indexOf('/'));
        var name = full.replaceFirst("@.*", "").replaceFirst(":[^:/]*$", "").substring(host.length() + 1);
        var tag = full.substring(host.length() + 1 + name.length());
        if (host.replaceFirst(":\\d+$", "").endsWith(".invalid")) {
            return failure("Unknown", full, ("failed to do request: Head \"https://%1$s/v2/%2$s/manifests/%3$s\": "
                    + "dial tcp: lookup %1$s on 10.96.0.10:53: no such host")
                    .formatted(host, name, tag.replaceFirst("^[:@]", "")));
        }
        if (tag.contains("hiccup") && hiccups.add(full)) {
            return failure("Unavailable", full, "failed to do request: Head \"https://registry-1.docker.io/v2/%s/manifests/%s\": "
                    .formatted(name, tag.substring(1)) + "dial tcp: i/o timeout");
        }
        if (NOT_FOUND.matcher(tag).find()) {
            return failure("NotFound", full, full + ": not found");
        }
        if (isDemoapp(image) && !isBuilt(image)) {
            return failure("Unknown", full, "pull access denied, repository does not exist or may require "
                    + "authorization: server message: insufficient_scope: authorization failed");
        }
        return Optional.empty();
    }

    /** Most images have no user of their own. The demoapp's has one, as those that say it in their names. */
    boolean runsAsRoot(String image) {
        return !isDemoapp(image) && !image.matches(".*(unprivileged|nonroot|rootless|bitnami/|distroless/).*");
    }

    void pulled(String image) {
        pulled.add(full(image));
    }

    private static Optional<String> failure(String code, String full, String why) {
        return Optional.of("rpc error: code = %s desc = ".formatted(code) + PULLING.formatted(full) + why);
    }

    /** `nginx` in full: `docker.io/library/nginx:latest`. */
    static String full(String image) {
        var first = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
        var hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        var named = hasHost ? image : image.contains("/") ? "docker.io/" + image : "docker.io/library/" + image;
        return named.matches(".*/[^/]*[:@][^/]*") ? named : named + ":latest";
    }

    /** The image by its digest, always the same for a name. */
    static String id(String image) {
        var full = full(image);
        return full.replaceFirst("@.*", "").replaceFirst(":[^:/]*$", "") + "@sha256:" + sha256(full);
    }

    static long size(String image) {
        return 20_000_000 + Long.parseLong(sha256(full(image)).substring(0, 7), 16);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible); // every Java has it
        }
    }
}
