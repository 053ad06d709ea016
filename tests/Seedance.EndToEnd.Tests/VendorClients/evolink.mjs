// A client of EvoLink's API as its documents describe one: create, ask until it is over, take the link, fetch the video.
// All it is told is where the API is (BASE_URL), a key (API_KEY), and what to show (PROMPT).

const { BASE_URL, API_KEY, PROMPT, POLL_MS = '3000' } = process.env;
const authorization = { Authorization: `Bearer ${API_KEY}` };

async function create(request) {
  const response = await fetch(`${BASE_URL}/v1/videos/generations`, {
    method: 'POST',
    headers: { ...authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  const task = await response.json();
  if (response.status !== 200) throw new Error(`${task.error.type} ${task.error.code}: ${task.error.message}`);
  return task;
}

async function finished(id) {
  for (;;) {
    const response = await fetch(`${BASE_URL}/v1/tasks/${id}`, { headers: authorization });
    const task = await response.json();
    if (task.status === 'completed') return task;
    if (task.status === 'failed') throw new Error(`${task.error.code}: ${task.error.message}`);
    await new Promise((resolve) => setTimeout(resolve, Number(POLL_MS)));
  }
}

const created = await create({
  model: 'seedance-2.0-fast-text-to-video',
  prompt: PROMPT,
  duration: 5,
  quality: '720p',
  aspect_ratio: '16:9',
  generate_audio: true,
});
const task = await finished(created.id);
const video = await (await fetch(task.result.video_url)).arrayBuffer();
console.log(JSON.stringify({ task: created.id, link: task.result.video_url, bytes: video.byteLength }));
