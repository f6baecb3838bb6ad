package demoapp.playground.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Resource quantities: "0.5" is "500m", "1024Mi" is "1Gi". As in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/api/resource/quantity.go
 */
public final class Quantity {
    private static final Pattern FORM =
            Pattern.compile("([+-]?)(\\d+(?:\\.\\d*)?|\\.\\d+)(m|n|u|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\\d+)?");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int DIGITS = 100;

    private Quantity() { }

    public static boolean valid(String text) {
        return FORM.matcher(text).matches();
    }

    /** The canonical form; what is no quantity comes back as it is. */
    static String canonical(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return text;
        }
        var value = value(text);
        var suffix = match.group(3) == null ? "" : match.group(3);
        if (suffix.length() > 1 && suffix.endsWith("i")) {
            return binary(value);
        }
        if (suffix.matches("[eE].+")) {
            return value.stripTrailingZeros().toPlainString();
        }
        return decimal(value);
    }

    /** The plain value, for comparing and adding. */
    public static BigDecimal value(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return BigDecimal.ZERO;
        }
        var number = number(match.group(1), match.group(2));
        var suffix = match.group(3) == null ? "" : match.group(3);
        if (BINARY.indexOf(suffix) > 0) {
            return capped(number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * BINARY.indexOf(suffix)))));
        }
        if (suffix.matches("[eE][+-]?\\d+")) {
            return capped(number.scaleByPowerOfTen(new BigInteger(suffix.substring(1, Math.min(suffix.length(), 12)))
                    .max(BigInteger.valueOf(-DIGITS)).min(BigInteger.valueOf(DIGITS)).intValue()));
        }
        return capped(number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - 3)));
    }

    /** Of a long number only the digits that can matter: BigDecimal takes a minute for a million of them. */
    private static BigDecimal number(String sign, String digits) {
        var point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
        var start = 0;
        while (start < point && digits.charAt(start) == '0') {
            start++;
        }
        return point - start > DIGITS ? new BigDecimal(sign + "1E" + DIGITS)
                : new BigDecimal(sign + "0" + digits.substring(start, Math.min(digits.length(), point + DIGITS)));
    }

    private static BigDecimal capped(BigDecimal value) {
        return value.min(MOST).max(MOST.negate());
    }

    /** The sum, written as the first of them is; as the second when that is 0. */
    public static String add(String one, String other) {
        return written(value(one).add(value(other)), value(one).signum() == 0 ? other : one);
    }

    /** By how much the first is more; "0" when it is not. */
    public static String more(String one, String other) {
        return written(value(one).subtract(value(other)).max(BigDecimal.ZERO), one);
    }

    private static String written(BigDecimal value, String like) {
        return like.endsWith("i") ? binary(value) : decimal(value);
    }

    private static String binary(BigDecimal value) {
        var whole = value.setScale(0, RoundingMode.CEILING).toBigInteger();
        var power = 0;
        while (power < BINARY.size() - 1 && whole.signum() != 0 && whole.mod(BigInteger.valueOf(1024)).signum() == 0) {
            whole = whole.shiftRight(10);
            power++;
        }
        return whole + BINARY.get(power);
    }

    private static String decimal(BigDecimal value) {
        var nano = value.scaleByPowerOfTen(9).setScale(0, RoundingMode.CEILING).toBigInteger();
        var power = 0;
        var thousand = BigInteger.valueOf(1000);
        while (power < DECIMAL.size() - 1 && nano.signum() != 0 && nano.mod(thousand).signum() == 0) {
            nano = nano.divide(thousand);
            power++;
        }
        return nano.signum() == 0 ? "0" : nano + DECIMAL.get(power);
    }
}
