import assert from "node:assert/strict";
import { createCipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { PassphraseSecrets } from "../../../../lab/engine/state/secrets";
import { newFolder, PASSPHRASE, SALT } from "./fixture";

/** A secret as the format describes it, built without the code under test. */
function sealedByHand(salt: string, plaintext: string): string {
  const key = pbkdf2Sync(
    PASSPHRASE.text,
    Buffer.from(salt.split(":")[1] ?? "", "base64"),
    1_000_000,
    32,
    "sha256",
  );
  const nonce = Buffer.alloc(12, 7);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

describe("PassphraseSecrets", () => {
  it("decrypts a ciphertext built from the format", async () => {
    const secrets = await PassphraseSecrets.open(SALT, PASSPHRASE);

    assert.equal(secrets.decrypt(sealedByHand(SALT, "päss\n")), "päss\n");
  });

  it("decrypts what another instance with the same salt encrypted", async () => {
    const first = await PassphraseSecrets.create(PASSPHRASE);
    const second = await PassphraseSecrets.open(first.salt, PASSPHRASE);

    assert.match(first.salt, /^v1:[A-Za-z0-9+/]{11}=:v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]{30}==$/);
    assert.equal(second.decrypt(first.encrypt("")), "");
    assert.equal(first.decrypt(second.encrypt("x".repeat(100_000))), "x".repeat(100_000));
  });

  it("rejects a wrong passphrase and names its source", async () => {
    await assert.rejects(PassphraseSecrets.open(SALT, { text: "ebb", source: "PULUMI_CONFIG_PASSPHRASE" }), {
      code: "LAB_CONFIG",
      message:
        "incorrect passphrase: the one from PULUMI_CONFIG_PASSPHRASE does not decrypt the secrets of this stack",
    });
  });

  for (const salt of ["", "v2:a:v1:b:c", "v1:AAAA:v1:AAAA:AAAA", SALT.slice(0, 30)]) {
    it(`rejects the salt ${JSON.stringify(salt)} and states the format`, async () => {
      await assert.rejects(
        PassphraseSecrets.open(salt, PASSPHRASE),
        /^EngineError: encryptionsalt is .*expected v1:SALT/,
      );
    });
  }

  it("reports a changed byte without the secret", async () => {
    const secrets = await PassphraseSecrets.open(SALT, PASSPHRASE);
    const sealed = Buffer.from(secrets.encrypt("s3cr3t").split(":")[2] ?? "", "base64");

    for (let at = 0; at < sealed.length; at++) {
      const bytes = Buffer.from(sealed);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const text = `v1:${Buffer.alloc(12).toString("base64")}:${bytes.toString("base64")}`;
      assert.throws(() => secrets.decrypt(text), {
        message: "the ciphertext is damaged or was encrypted with another passphrase",
      });
    }
  });

  it("keeps the ciphertext of an unchanged secret", async () => {
    const secrets = await PassphraseSecrets.open(SALT, PASSPHRASE);
    const before = sealedByHand(SALT, '"a"');
    assert.equal(secrets.decryptFor("urn:1", before), '"a"');

    assert.equal(secrets.encryptFor("urn:1", '"a"'), before);
    assert.notEqual(secrets.encryptFor("urn:2", '"a"'), before);
    assert.equal(secrets.encryptFor("urn:2", '"b"'), secrets.encryptFor("urn:2", '"b"'));
  });

  it("uses a stored key and derives it again when it is wrong", async () => {
    const keys = await newFolder();
    const passphrase = { text: randomBytes(12).toString("hex"), source: "the test", keys };
    const salt = randomBytes(8);
    const file = join(keys, createHash("sha256").update(salt).update(passphrase.text).digest("hex"));
    const text = (key: Buffer): string => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([cipher.update("pulumi"), cipher.final(), cipher.getAuthTag()]);
      return `v1:${salt.toString("base64")}:v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
    };
    const right = pbkdf2Sync(passphrase.text, salt, 1_000_000, 32, "sha256");
    await writeFile(file, randomBytes(32));

    const fresh = await PassphraseSecrets.open(text(right), passphrase);
    assert.equal(fresh.decrypt(fresh.encrypt("a")), "a");
    assert.deepEqual(await readFile(file), right);
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    const other = { ...passphrase, text: `${passphrase.text}2` };
    const chosen = randomBytes(32);
    await writeFile(join(keys, createHash("sha256").update(salt).update(other.text).digest("hex")), chosen);
    const cached = await PassphraseSecrets.open(text(chosen), other);
    assert.equal(
      cached.decrypt(cached.encrypt("b")),
      "b",
      "no derivation makes this key: it can only be the kept one",
    );
  });
});
