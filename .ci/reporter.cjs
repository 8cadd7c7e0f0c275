// Mocha's spec reporter, and as the last line how many tests passed and failed.
const { reporters } = require("mocha");

class Reporter extends reporters.Spec {
  done(failures, end) {
    const { passes, failures: failed, pending } = this.stats;
    process.stdout.write(`${passes} passed, ${failed} failed${pending > 0 ? `, ${pending} skipped` : ""}\n`);
    end?.(failures);
  }
}

module.exports = Reporter;
