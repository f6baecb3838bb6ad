package demoapp.playground.rules;

import java.util.Map;

/** StorageClass. */
final class StorageClassRules extends Rules {
    @Override
    public void defaults(Map<String, Object> object) {
        object.putIfAbsent("reclaimPolicy", "Delete");
        object.putIfAbsent("volumeBindingMode", "Immediate");
    }
}
