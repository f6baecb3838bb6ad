package demoapp.image;

import demoapp.Problem;

/**
 * An image's name and tag.
 *
 * @param registry   host and perhaps a path, such as {@code registry.example.com/team}; "" for an image that no registry has
 * @param repository such as {@code demoapp}
 */
public record ImageName(String registry, String repository, String tag) {
    private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
    private static final String PATH = PART + "(/" + PART + ")*";

    /** @throws Problem when one of them is none: https://github.com/distribution/reference/blob/main/reference.go */
    public ImageName {
        if (!tag.matches("\\w[\\w.-]{0,127}")) {
            throw Problem.usage("'" + tag + "' is no tag: at most 128 letters, digits, '_', '.' and '-', and first none of '.-'");
        }
        if (!repository.matches(PATH)) {
            throw Problem.usage("'" + repository + "' is no image name: small letters and digits, with single '.', '_' or '-'"
                    + " between them, such as shop or team/shop");
        }
        if (!registry.isEmpty() && !registry.matches("[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?(/" + PATH + ")?")) {
            throw Problem.usage("'" + registry + "' is no registry such as registry.example.com/team or localhost:5000");
        }
    }

    /**
     * As a node knows it. Engines put {@code localhost/} before a name without a host, or {@code docker.io/library/}, and
     * a pod's {@code demoapp:0.0.1} is the latter.
     */
    public String full() {
        return registry.isEmpty() ? "docker.io/" + (repository.contains("/") ? "" : "library/") + repository + ":" + tag
                : toString();
    }

    /** As manifests have it. */
    @Override
    public String toString() {
        return (registry.isEmpty() ? "" : registry + "/") + repository + ":" + tag;
    }
}
