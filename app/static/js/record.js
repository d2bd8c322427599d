// Records a text in the browser and puts the recording in the file field of the form. Without it a file is chosen.
const form = document.querySelector("[data-recorder]");
const find = (name) => form.querySelector(`[data-${name}]`);
const begin = find("begin");
const end = find("end");
const own = find("own");
const LONGEST = 60; // seconds
let recorder = null;
let ticking = 0;

async function record() {
  try {
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    listen(microphone);
  } catch {
    find("said").textContent = form.dataset.refused;
  }
}

function listen(microphone) {
  const parts = [];
  recorder = new MediaRecorder(microphone);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => keep(new File(parts, "recording", { type: recorder.mimeType }), microphone);
  recorder.start();
  find("said").textContent = "";
  show(true);
  const started = Date.now();
  ticking = setInterval(() => tick(Math.floor((Date.now() - started) / 1000)), 250);
  end.focus();
}

function tick(seconds) {
  find("clock").textContent = String(seconds);
  if (seconds >= LONGEST) recorder.stop();
}

function keep(file, microphone) {
  clearInterval(ticking);
  microphone.getTracks().forEach((track) => track.stop());
  const files = new DataTransfer();
  files.items.add(file);
  form.elements.sound.files = files.files;
  const player = own.querySelector("audio");
  URL.revokeObjectURL(player.src);
  player.src = URL.createObjectURL(file);
  own.hidden = false;
  show(false);
  begin.focus();
}

function show(recording) {
  begin.hidden = recording;
  end.hidden = !recording;
}

begin.addEventListener("click", record);
end.addEventListener("click", () => recorder.stop());
find("live").hidden = !(navigator.mediaDevices && window.MediaRecorder);
