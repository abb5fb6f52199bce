using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Server.Ui;
using Nightjar.Storage;

namespace Nightjar.Server.Tests.Ui;

public sealed class LivePageTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();

    public LivePageTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddScoped<PageUrl>();
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Load_NewUrlWhileTheOldIsLoading_ShowsTheNewUrlAtLast()
    {
        Navigation.NavigateTo("one");
        IRenderedComponent<Page> page = Render<Page>();
        page.Instance.Loads[1].SetResult();
        Navigation.NavigateTo("two");
        Assert.Equal(1, page.Instance.Begun);

        page.Instance.Loads[0].SetResult();

        page.WaitForState(() => page.Markup.StartsWith("two", StringComparison.Ordinal));
    }

    [Fact]
    public void Refresh_StorageFails_KeepsTheViewSaysItAndGoesOn()
    {
        Navigation.NavigateTo("one");
        IRenderedComponent<Page> page = Render<Page>();
        page.Instance.Loads[1].SetException(new StorageException("the disk is gone", new IOException()));
        page.Instance.Loads[2].SetResult();
        page.Instance.Loads[0].SetResult();
        page.WaitForState(() => page.Markup == "one|");

        _time.Advance(TimeSpan.FromSeconds(5));
        page.WaitForState(() => page.Markup == "one|the disk is gone");

        _time.Advance(TimeSpan.FromSeconds(5));
        page.WaitForState(() => page.Markup == "one|");
    }

    private sealed class Page : LivePage
    {
        private string _shown = "";

        public TaskCompletionSource[] Loads { get; } = [new(), new(), new()];

        public int Begun { get; private set; }

        protected override async Task LoadAsync()
        {
            string url = Url.Text;
            await Loads[Begun++].Task;
            _shown = url[(url.LastIndexOf('/') + 1)..];
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"{_shown}|{ReadFailure}");
    }
}
