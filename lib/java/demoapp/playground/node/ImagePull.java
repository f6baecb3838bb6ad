package demoapp.playground.node;

import java.util.Map;
import java.util.function.Consumer;

import demoapp.json.Json;

/** Makes sure that a container's image is there, by its pull policy. See pkg/kubelet/images/image_manager.go. */
final class ImagePull {
    private final Kubelet kubelet;
    private final PodWorker pod;
    private final Map<String, Object> spec;
    private final String image;

    ImagePull(Kubelet kubelet, PodWorker pod, Map<String, Object> spec) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.spec = spec;
        this.image = Json.text(spec, "image");
    }

    /** @param then takes why the image is not there; null: it is */
    void ensure(Consumer<Reason> then) {
        var policy = Json.text(spec, "imagePullPolicy");
        var invalid = kubelet.images().invalid(image);
        if (invalid.isPresent()) {
            pod.event(spec, "Warning", "InspectFailed", invalid.get());
            then.accept(new Reason("InvalidImageName", invalid.get()));
        } else if (kubelet.images().isPresent(image) && !policy.equals("Always")) {
            pod.event(spec, "Normal", "Pulled", "Container image \"%s\" already present on machine".formatted(image));
            then.accept(null);
        } else if (policy.equals("Never")) {
            var message = "Container image \"%s\" is not present with pull policy of Never".formatted(image);
            pod.event(spec, "Warning", "ErrImageNeverPull", message);
            then.accept(new Reason("ErrImageNeverPull", message));
        } else {
            pull(then);
        }
    }

    private void pull(Consumer<Reason> then) {
        var key = "image " + image;
        if (pod.backoff().isOn(key, kubelet.uptime())) {
            var message = "Back-off pulling image \"%s\"".formatted(image);
            pod.event(spec, "Normal", "BackOff", message);
            then.accept(new Reason("ImagePullBackOff", pod.reasons().lastPull(image)
                    .map(before -> message + ": ErrImagePull: " + before).orElse(message)));
            return;
        }
        pod.event(spec, "Normal", "Pulling", "Pulling image \"%s\"".formatted(image));
        var failed = kubelet.images().pullFailure(image).orElse("");
        if (!failed.isEmpty()) {
            pod.after(0.05, () -> {
                pod.event(spec, "Warning", "Failed", "Failed to pull image \"%s\": %s".formatted(image, failed));
                pod.backoff().next(key, kubelet.uptime(), kubelet.uptime());
                pod.reasons().pullFailed(image, failed);
                then.accept(new Reason("ErrImagePull", failed));
            });
            return;
        }
        var seconds = kubelet.images().isPresent(image) ? 0.3 : 1 + kubelet.jitter();
        pod.after(seconds, () -> {
            kubelet.images().pulled(image);
            pod.event(spec, "Normal", "Pulled",
                    "Successfully pulled image \"%1$s\" in %2$.3fs (%2$.3fs including waiting). Image size: %3$d bytes."
                            .formatted(image, seconds, Images.size(image)));
            then.accept(null);
        });
    }
}
