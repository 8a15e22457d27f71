// Short tones, made here and now: [[pitch in hertz, seconds after, seconds long], …].
let audio;

function sing(notes, loudness) {
  audio ??= new AudioContext();
  for (const [pitch, after, seconds] of notes) {
    const wave = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + after;
    wave.frequency.value = pitch;
    volume.gain.setValueAtTime(loudness, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    wave.connect(volume).connect(audio.destination);
    wave.start(start);
    wave.stop(start + seconds);
  }
}
