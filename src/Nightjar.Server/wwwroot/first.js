// Runs before the first paint. Tells the server the viewer's time zone by cookie, so that first paints show local times.
window.nightjarZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
document.cookie = `nightjar-zone=${encodeURIComponent(window.nightjarZone())};path=/;max-age=31536000;samesite=strict`;
