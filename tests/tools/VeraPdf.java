import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates many PDF files against several flavours in one run: VeraPdf FLAVOUR,FLAVOUR FILE...
 *
 * Prints per file and flavour either "ok" or each failed rule once, in four parts with a tab between:
 * file number, flavour, rule, message.
 */
public final class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int file = 1; file < arguments.length; file++) {
            for (String flavour : arguments[0].split(",")) {
                for (String line : validate(arguments[file], PDFAFlavour.fromString(flavour))) {
                    System.out.println((file - 1) + "\t" + flavour + "\t" + line);
                }
            }
        }
    }

    private static Set<String> validate(String path, PDFAFlavour flavour) {
        Set<String> lines = new LinkedHashSet<>();
        try (FileInputStream stream = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    lines.add(rule(assertion) + "\t" + oneLine(assertion.getMessage()));
                }
            }
            if (lines.isEmpty()) {
                lines.add(result.isCompliant() ? "ok\t" : "unknown\tnot compliant, but no rule was named");
            }
        } catch (Exception problem) {
            lines.add("unreadable\t" + oneLine(String.valueOf(problem.getMessage())));
        }
        return lines;
    }

    private static String rule(TestAssertion assertion) {
        return assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
