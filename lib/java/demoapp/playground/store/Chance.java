package demoapp.playground.store;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What is left to chance. With a seed every object has draws of its own, by its name and by how many of that name came
 * before: so the same requests bring the same names, uids and addresses, whatever else happens in between.
 */
final class Chance {
    private static final String NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final Random common;
    private final Map<String, Integer> drawn = new HashMap<>();
    private final ThreadLocal<Random> own = new ThreadLocal<>();

    /**
     * @param seed 0: a different chance each time
     * @param version at which the cluster starts: one that starts again must not hand out its first uids once more
     */
    Chance(long seed, long version) {
        this.seed = seed == 0 ? 0 : seed + version;
        common = seed == 0 ? new SecureRandom() : new Random(this.seed);
    }

    /** Does the work, whose draws are this object's; under the store's lock. */
    <T> T of(String object, Supplier<T> work) {
        if (seed == 0) {
            return work.get();
        }
        own.set(new Random(seed + SPREAD * (31L * object.hashCode() + drawn.merge(object, 1, Integer::sum))));
        try {
            return work.get();
        } finally {
            own.remove();
        }
    }

    /** The draws of the object that is being made, or those of all that is none's. */
    private Random now() {
        var mine = own.get();
        return mine == null ? common : mine;
    }

    /** 0 to below the bound. */
    int below(int bound) {
        return now().nextInt(bound);
    }

    /** A UUID as RFC 9562 has it (version 4). */
    String uid() {
        var random = now();
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
    }

    /** Five characters, as generateName appends them: no vowels, no bad words. */
    String suffix() {
        var suffix = new StringBuilder();
        for (var i = 0; i < 5; i++) {
            suffix.append(NAME_CHARACTERS.charAt(below(NAME_CHARACTERS.length())));
        }
        return suffix.toString();
    }
}
