package demoapp.playground.node;

import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;

/**
 * The way to a container's start: its image, then its environment. What fails is tried again, at the times seen at a
 * real kubelet, which looks at a failing container every 10 to 15 s.
 */
final class ContainerStart {
    private static final double LOOK = 12.3;
    private static final double LONGEST_BACKOFF = 300;

    private final Kubelet kubelet;
    private final ContainerWorker container;
    private final Map<String, Object> pod;
    private final Consumer<Map<String, String>> ready;
    private final String image;
    private double backoff = 10;

    /** @param ready takes the environment, when the program can be started */
    ContainerStart(Kubelet kubelet, ContainerWorker container, Map<String, Object> pod,
                   Consumer<Map<String, String>> ready) {
        this.kubelet = kubelet;
        this.container = container;
        this.pod = pod;
        this.ready = ready;
        this.image = Json.text(container.spec(), "image");
    }

    void begin() {
        if (container.isStopping()) {
            return;
        }
        var images = kubelet.images();
        var policy = Json.text(container.spec(), "imagePullPolicy");
        var invalid = images.invalid(image);
        if (invalid.isPresent()) {
            container.event("Warning", "InspectFailed", invalid.get());
            container.event("Warning", "Failed", "Error: InvalidImageName");
            waitAndRetry("InvalidImageName", invalid.get());
        } else if (images.isPresent(image) && !policy.equals("Always")) {
            container.event("Normal", "Pulled",
                    "Container image \"%s\" already present on machine".formatted(image));
            prepareEnvironment();
        } else if (policy.equals("Never")) {
            var message = "Container image \"%s\" is not present with pull policy of Never".formatted(image);
            container.event("Warning", "ErrImageNeverPull", message);
            container.event("Warning", "Failed", "Error: ErrImageNeverPull");
            waitAndRetry("ErrImageNeverPull", message);
        } else {
            pull();
        }
    }

    private void pull() {
        container.event("Normal", "Pulling", "Pulling image \"%s\"".formatted(image));
        var failure = kubelet.images().pullFailure(image);
        if (failure.isPresent()) {
            container.after(0.1, () -> pullFailed(failure.get()));
            return;
        }
        var seconds = kubelet.images().isPresent(image) ? 0.3 : 1 + kubelet.jitter();
        container.after(seconds, () -> {
            kubelet.images().pulled(image);
            container.event("Normal", "Pulled",
                    "Successfully pulled image \"%1$s\" in %2$.3fs (%2$.3fs including waiting). Image size: %3$d bytes."
                            .formatted(image, seconds, Images.size(image)));
            prepareEnvironment();
        });
    }

    /** ErrImagePull, from the next look on ImagePullBackOff, and again. */
    private void pullFailed(String failure) {
        container.event("Warning", "Failed", "Failed to pull image \"%s\": %s".formatted(image, failure));
        container.event("Warning", "Failed", "Error: ErrImagePull");
        container.waits("ErrImagePull", failure);
        container.after(1, () -> {
            container.event("Normal", "BackOff", "Back-off pulling image \"%s\"".formatted(image));
            container.event("Warning", "Failed", "Error: ImagePullBackOff");
        });
        container.after(LOOK, () -> container.waits("ImagePullBackOff",
                "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, failure)));
        container.after(backoff * 1.3 + 2, this::begin);
        backoff = Math.min(LONGEST_BACKOFF, backoff * 2);
    }

    private void prepareEnvironment() {
        try {
            var environment = new Environment(kubelet.store(), pod).of(container.spec());
            container.after(0.1, () -> ready.accept(environment));
        } catch (Environment.Missing missing) {
            container.event("Warning", "Failed", "Error: " + missing.getMessage());
            waitAndRetry("CreateContainerConfigError", missing.getMessage());
        }
    }

    private void waitAndRetry(String reason, String message) {
        container.waits(reason, message);
        container.after(LOOK + kubelet.jitter(), this::begin);
    }
}
