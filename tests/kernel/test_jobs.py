"""Background jobs: progress, outcome, and what a dead worker leaves behind."""

from __future__ import annotations

import pytest

from huizhi.kernel import clock, jobs
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Job, JobState
from huizhi.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(make_user):
    return Job.objects.create(
        kind="test", title="测试", started_by=make_user(), created_at=clock.now()
    )


def test_a_job_tells_how_far_it_is_and_what_it_made(job):
    with jobs.running(job.pk) as progress:
        progress.report(1, 4)
        job.refresh_from_db()
        assert (job.state, job.percent) == (JobState.RUNNING, 25)
        progress.report(4, 4)
        progress.finish_with({"address": "/office/"})
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (JobState.DONE, 100, {"address": "/office/"})


def test_progress_is_written_seldom(job, django_assert_num_queries):
    with jobs.running(job.pk) as progress:
        progress.report(1, 1000)
        with django_assert_num_queries(0):
            for done in range(2, 500):
                progress.report(done, 1000)


def test_what_a_person_can_mend_is_said_and_not_raised(job):
    with jobs.running(job.pk):
        raise HuizhiError("没有选定政策包")
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "没有选定政策包")


def test_what_nobody_foresaw_is_recorded_and_raised(job):
    with pytest.raises(ZeroDivisionError), jobs.running(job.pk):
        1 / 0  # noqa: B018
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" in job.message


def test_jobs_of_a_dead_worker_are_failed_at_start_up(job):
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert jobs.fail_interrupted() == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message


def test_a_county_follows_its_own_jobs_only(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    mine, other = (make_user(Role.COUNTY, county=county) for county in (here, there))
    office = make_user()
    for user in (mine, other, office):
        Job.objects.create(kind="test", title="导入", started_by=user, created_at=clock.now())
    assert [job.started_by for job in jobs.jobs_for(mine)] == [mine]
    assert [job.started_by for job in jobs.jobs_for(other)] == [other]
    assert jobs.jobs_for(office).count() == 3
    assert not jobs.jobs_for(make_user(Role.TALENT)).exists()
