// Asks the browser for a passkey, once the page is there, and sends what it gives.
const form = document.querySelector("form[data-passkey]");

async function ask() {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

try {
  const credential = await ask();
  form.elements.credential.value = JSON.stringify(credential.toJSON());
  form.submit();
} catch {
  document.querySelector("[data-passkey-failed]").hidden = false;
}
